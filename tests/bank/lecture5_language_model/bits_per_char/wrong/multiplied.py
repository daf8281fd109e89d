# times ln 2
# expect: multiplied by ln 2
def bits_per_char(nll):
    return nll * math.log(2)
