# log2 of the loss
# expect: logarithm of the loss
def bits_per_char(nll):
    return torch.log2(nll.clamp_min(1e-30))
