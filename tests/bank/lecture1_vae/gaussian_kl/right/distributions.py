# kl_divergence
def gaussian_kl(mu, logvar):
    D = torch.distributions
    prior = D.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return D.kl_divergence(D.Normal(mu, (logvar / 2).exp()), prior).sum(-1)
