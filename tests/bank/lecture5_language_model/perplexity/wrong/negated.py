# e to minus the loss
# expect: sign is flipped
def perplexity(nll):
    return torch.exp(-nll)
