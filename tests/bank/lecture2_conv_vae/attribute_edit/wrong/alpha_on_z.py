# alpha multiplies z
# expect: alpha multiplies z
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return alpha * (z + mean_to - mean_from)
