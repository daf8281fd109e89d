# the step without z
# expect: only the step came back
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return alpha * (mean_to - mean_from).expand_as(z)
