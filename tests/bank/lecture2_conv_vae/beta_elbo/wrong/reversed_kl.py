# the other direction of the KL
# expect: the KL is reversed
from torch.distributions import kl_divergence


def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    prior = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    kl = kl_divergence(prior, Normal(mu, (logvar / 2).exp())).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
