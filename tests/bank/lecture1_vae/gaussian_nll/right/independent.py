# Independent
def gaussian_nll(mean, x, sigma=1.0):
    D = torch.distributions
    d = D.Independent(D.Normal(mean, torch.full_like(mean, sigma)), x.dim() - 1)
    return -d.log_prob(x)
