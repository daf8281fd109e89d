# sigmoid on the mean
# expect: sigmoid
import math, torch
def gaussian_nll(mean, x, sigma=1.0):
    return ((x - mean.sigmoid()) ** 2 / (2 * sigma**2) + math.log(sigma) + 0.5 * math.log(2 * math.pi)).flatten(1).sum(1)
