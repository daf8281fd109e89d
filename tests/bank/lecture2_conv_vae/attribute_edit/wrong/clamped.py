# alpha held in [0, 1]
# expect: held in [0, 1]
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + min(max(alpha, 0.0), 1.0) * (mean_to - mean_from)
