# log(2 pi) not halved
# expect: log(2 pi) is not halved
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma**2) + math.log(sigma) + math.log(2 * math.pi)).flatten(1).sum(1)
