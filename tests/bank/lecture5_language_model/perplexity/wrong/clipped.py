# the loss is clipped at 10
# expect: loss is clipped
def perplexity(nll):
    return nll.clamp(max=10).exp()
