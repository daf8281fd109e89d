# the loss itself
# expect: loss itself
def perplexity(nll):
    return nll
