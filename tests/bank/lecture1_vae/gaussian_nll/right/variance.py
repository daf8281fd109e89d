# by the variance
def gaussian_nll(mean, x, sigma=1.0):
    var = sigma**2
    return 0.5 * ((x - mean) ** 2 / var + math.log(2 * math.pi * var)).reshape(len(x), -1).sum(-1)
