# away from mean_from first
# expect: mean_from is subtracted once more
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z - mean_from + alpha * (mean_to - mean_from)
