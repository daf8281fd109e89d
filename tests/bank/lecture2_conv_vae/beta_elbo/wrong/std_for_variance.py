# logvar is taken for log sigma
# expect: the other convention
from torch.distributions import kl_divergence


def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = kl_divergence(Normal(mu, logvar.exp()), Normal(torch.zeros_like(mu), 1.0)).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
