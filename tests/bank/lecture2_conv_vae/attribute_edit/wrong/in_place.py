# changes z
# expect: changed its input
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    z += alpha * (mean_to - mean_from)
    return z
