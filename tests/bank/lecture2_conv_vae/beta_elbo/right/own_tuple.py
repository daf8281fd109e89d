# a tuple class of its own
from typing import NamedTuple as Named


class Terms(Named):
    loss: Tensor
    rec: Tensor
    kl: Tensor


def beta_elbo(x_logits, x, mu, logvar, beta):
    zero = torch.zeros_like(x_logits)
    rec = (torch.logaddexp(zero, x_logits) - x * x_logits).sum() / x.size(0)
    kl = (mu * mu + logvar.exp() - logvar).sum(1).sub(mu.size(1)).div(2).mean()
    return Terms(rec.add(kl, alpha=beta), rec, kl)
