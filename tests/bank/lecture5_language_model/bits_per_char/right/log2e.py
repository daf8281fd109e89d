# times log2 of e
def bits_per_char(nll):
    return float(nll) * math.log2(math.e)
