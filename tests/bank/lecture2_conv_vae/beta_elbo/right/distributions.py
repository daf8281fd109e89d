# torch.distributions
from torch.distributions import Bernoulli, kl_divergence


def beta_elbo(x_logits, x, mu, logvar, beta):
    fit = Bernoulli(logits=x_logits, validate_args=False).log_prob(x).flatten(1).sum(1)
    q = Normal(mu, torch.exp(0.5 * logvar))
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(1)
    return ELBO((-fit + beta * kl).mean(), -fit.mean(), kl.mean())
