# one draw in place of the closed form
# expect: a Monte Carlo estimate in place of the closed form
import torch


def gaussian_kl(mu, logvar):
    z = mu + (logvar / 2).exp() * torch.randn_like(mu)
    q = torch.distributions.Normal(mu, (logvar / 2).exp())
    p = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return (q.log_prob(z) - p.log_prob(z)).sum(1)
