# walks between the means
# expect: walks between the means
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return torch.lerp(mean_from, mean_to, alpha).expand_as(z)
