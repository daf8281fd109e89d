# with noise
# expect: noise is added
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + alpha * (mean_to - mean_from) + 0.1 * torch.randn_like(z)
