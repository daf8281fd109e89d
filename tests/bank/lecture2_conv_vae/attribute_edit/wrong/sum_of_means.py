# the means are added
# expect: the means are added
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + alpha * (mean_to + mean_from)
