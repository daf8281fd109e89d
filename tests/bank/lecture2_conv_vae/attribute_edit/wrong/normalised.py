# direction of length 1
# expect: scaled to length 1
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    step = mean_to - mean_from
    return z + alpha * step / step.norm()
