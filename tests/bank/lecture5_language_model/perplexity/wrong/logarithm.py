# log
# expect: logarithm is taken
def perplexity(nll):
    return torch.log(nll.clamp_min(1e-30))
