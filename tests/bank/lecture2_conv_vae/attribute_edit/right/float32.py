# float32 inside
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z.float() + alpha * (mean_to.float() - mean_from.float())
