# mu and logvar swapped
# expect: mu and logvar are swapped
import torch


def gaussian_kl(mu, logvar):
    return 0.5 * (logvar**2 + mu.exp() - 1 - mu).sum(1)
