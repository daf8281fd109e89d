# logarithm to base 10
# expect: constant
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma**2) + math.log10(sigma) + math.log10(2 * math.pi) / 2).flatten(1).sum(1)
