# mean_from is not subtracted
# expect: mean_from is not subtracted
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + alpha * mean_to
