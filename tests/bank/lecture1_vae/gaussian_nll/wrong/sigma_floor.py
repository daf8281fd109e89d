# sigma at least 0.1
# expect: sigma
import math, torch
def gaussian_nll(mean, x, sigma=1.0):
    sigma = max(sigma, 0.1)
    return ((x - mean) ** 2 / (2 * sigma**2) + math.log(sigma) + 0.5 * math.log(2 * math.pi)).flatten(1).sum(1)
