# Normal.log_prob
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Normal(mean, sigma).log_prob(x).flatten(1).sum(1)
