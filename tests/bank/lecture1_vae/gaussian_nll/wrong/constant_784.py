# constant for 784 pixels
# expect: constant
import math, torch
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean) ** 2 / (2 * sigma**2)).flatten(1).sum(1) + 784 * (math.log(sigma) + 0.5 * math.log(2 * math.pi))
