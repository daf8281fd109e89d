# works in float32
def gaussian_nll(mean, x, sigma=1.0):
    mean, x = mean.float(), x.float()
    return ((x - mean) ** 2 / (2 * sigma**2) + math.log(sigma) + math.log(2 * math.pi) / 2).flatten(1).sum(1)
