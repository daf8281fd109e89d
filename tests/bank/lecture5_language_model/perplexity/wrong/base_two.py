# base 2
# expect: base is 2
def perplexity(nll):
    return 2**nll
