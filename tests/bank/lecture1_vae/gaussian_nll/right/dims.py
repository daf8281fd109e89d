# sum over a list of axes
def gaussian_nll(mean, x, sigma=1.0):
    each = (x - mean) ** 2 / (2 * sigma**2) + math.log(sigma * math.sqrt(2 * math.pi))
    return each.sum(dim=list(range(1, x.dim())))
