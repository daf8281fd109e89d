# every code becomes mean_to
# expect: every code became mean_to
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return mean_to.expand_as(z)
