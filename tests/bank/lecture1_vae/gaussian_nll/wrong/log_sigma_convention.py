# sigma read as log sigma
# expect: sigma is taken for its logarithm
def gaussian_nll(mean, x, sigma=1.0):
    s = math.exp(sigma)
    return -torch.distributions.Normal(mean, s).log_prob(x).flatten(1).sum(1)
