# absolute error
# expect: absolute error
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean).abs() / (2 * sigma**2) + math.log(sigma) + math.log(2 * math.pi) / 2).flatten(1).sum(1)
