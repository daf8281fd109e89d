# sigma read as log-variance
# expect: log-variance
def gaussian_nll(mean, x, sigma=1.0):
    s = math.exp(sigma / 2)
    return -torch.distributions.Normal(mean, s).log_prob(x).flatten(1).sum(1)
