# through bits, with its own function
def perplexity(nll):
    return 2 ** (nll / math.log(2))
