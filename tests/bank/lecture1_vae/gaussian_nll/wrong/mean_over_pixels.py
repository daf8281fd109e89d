# mean over pixels
# expect: mean over the pixels
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Normal(mean, sigma).log_prob(x).flatten(1).mean(1)
