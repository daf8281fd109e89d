# the perplexity
# expect: perplexity
def bits_per_char(nll):
    return torch.exp(nll)
