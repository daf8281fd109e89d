# Laplace likelihood
# expect: Laplace
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Laplace(mean, sigma).log_prob(x).flatten(1).sum(1)
