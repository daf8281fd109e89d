# a negative alpha goes forwards
# expect: the sign of alpha is lost
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + abs(alpha) * (mean_to - mean_from)
