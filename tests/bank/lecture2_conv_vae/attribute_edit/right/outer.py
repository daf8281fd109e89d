# the step repeated for each code
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    direction = (mean_to - mean_from).unsqueeze(0).repeat(z.shape[0], 1)
    return z.add(direction, alpha=alpha)
