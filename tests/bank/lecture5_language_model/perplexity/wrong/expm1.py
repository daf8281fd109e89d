# expm1
# expect: 1 is subtracted
def perplexity(nll):
    return torch.expm1(nll)
