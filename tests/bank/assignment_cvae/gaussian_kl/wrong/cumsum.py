# running sum over the batch
# expect: batch
import torch
def gaussian_kl(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)).cumsum(0)
