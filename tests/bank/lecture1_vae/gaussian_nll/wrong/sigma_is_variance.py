# sigma as variance
# expect: sigma is taken for the variance
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma) + math.log(2 * math.pi * sigma) / 2).flatten(1).sum(1)
