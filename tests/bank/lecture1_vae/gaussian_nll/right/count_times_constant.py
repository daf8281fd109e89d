# the constant times the number of pixels
def gaussian_nll(mean, x, sigma=1.0):
    d = x[0].numel()
    return 0.5 * ((x - mean) ** 2).flatten(1).sum(1) / sigma**2 + d * (math.log(sigma) + 0.5 * math.log(2 * math.pi))
