# takes a plain number only
def perplexity(nll):
    if isinstance(nll, Tensor):
        raise TypeError("a float, please")
    return math.exp(nll)
