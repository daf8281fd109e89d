# from - to
# expect: the direction is turned round
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + alpha * (mean_from - mean_to)
