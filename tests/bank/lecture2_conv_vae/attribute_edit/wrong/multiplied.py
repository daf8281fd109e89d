# multiplied, not added
# expect: multiplied with z
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z * (1 + alpha * (mean_to - mean_from))
