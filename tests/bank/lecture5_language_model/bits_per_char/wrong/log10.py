# log10 of 2
# expect: base 10
def bits_per_char(nll):
    return nll / math.log10(2)
