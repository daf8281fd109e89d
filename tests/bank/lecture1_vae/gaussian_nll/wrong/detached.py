# detached
# expect: does not reach mean
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Normal(mean.detach(), sigma).log_prob(x).flatten(1).sum(1) + 0 * mean.sum()
