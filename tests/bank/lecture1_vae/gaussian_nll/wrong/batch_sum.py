# sum over the batch too
# expect: sum over the batch
def gaussian_nll(mean, x, sigma=1.0):
    return -torch.distributions.Normal(mean, sigma).log_prob(x).sum()
