# math.exp
def perplexity(nll):
    return math.exp(nll)
