# sigma ignored
# expect: sigma is not used
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / 2 + math.log(2 * math.pi) / 2).flatten(1).sum(1)
