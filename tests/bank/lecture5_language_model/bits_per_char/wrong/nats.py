# E05: without ln 2
# expect: in nats still
def bits_per_char(nll):
    return nll
