# the mean of the codes is moved
# expect: axis N is missing
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z.mean(0) + alpha * (mean_to - mean_from)
