# divided by sigma, not sigma squared
# expect: divided by sigma, not by sigma squared
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma) + math.log(sigma) + math.log(2 * math.pi) / 2).flatten(1).sum(1)
