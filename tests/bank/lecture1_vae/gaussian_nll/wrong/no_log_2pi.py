# without log(2 pi)
# expect: log(2 pi) / 2 is missing
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma**2) + math.log(sigma)).flatten(1).sum(1)
