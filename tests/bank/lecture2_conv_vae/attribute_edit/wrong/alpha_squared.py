# alpha twice
# expect: alpha is applied twice
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    step = alpha * (mean_to - mean_from)
    return z + alpha * step
