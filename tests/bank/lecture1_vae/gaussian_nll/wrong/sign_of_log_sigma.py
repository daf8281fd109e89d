# - log sigma
# expect: sign of log(sigma)
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma**2) - math.log(sigma) + math.log(2 * math.pi) / 2).flatten(1).sum(1)
