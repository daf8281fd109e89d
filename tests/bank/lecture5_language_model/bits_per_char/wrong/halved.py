# divided by 2
# expect: divided by 2
def bits_per_char(nll):
    return nll / 2
