# from the means' line
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z - mean_from + torch.lerp(mean_from, mean_to, alpha)
