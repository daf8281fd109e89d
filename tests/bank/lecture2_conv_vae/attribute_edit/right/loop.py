# code by code
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    step = (mean_to - mean_from).mul(alpha)
    return torch.stack([code + step for code in z])
