# summed over the last axis only
# expect: axes
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Normal(mean, sigma).log_prob(x).sum(-1)
