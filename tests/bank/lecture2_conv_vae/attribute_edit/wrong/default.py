# half a step by default
# expect: the direction is halved
def attribute_edit(z, mean_from, mean_to, alpha=0.5):
    return z + alpha * (mean_to - mean_from)
