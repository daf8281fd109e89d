# away from one mean, towards the other
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z - alpha * mean_from + alpha * mean_to
