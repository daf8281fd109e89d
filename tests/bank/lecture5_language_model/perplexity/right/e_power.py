# math.e
def perplexity(nll):
    return math.e ** float(nll)
