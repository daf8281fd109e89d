# brackets forgotten
# expect: brackets are missing
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return z + alpha * mean_to - mean_from
