# alpha is not used
# expect: alpha is not used
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + (mean_to - mean_from)
