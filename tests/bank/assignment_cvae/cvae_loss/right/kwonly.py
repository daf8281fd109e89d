# keyword-only beta, lerp of sums
import torch
def cvae_loss(x_logits, x, mu, logvar, *, beta: float = 1.0, **kwargs):
    n = x.shape[0]
    rec = torch.nn.functional.binary_cross_entropy_with_logits(x_logits, x, reduction="sum").div(n)
    kl = torch.distributions.kl_divergence(torch.distributions.Normal(mu, logvar.exp().sqrt()), torch.distributions.Normal(torch.tensor(0.0, dtype=mu.dtype), 1.0)).sum() / n
    return ELBO(loss=torch.add(rec, kl, alpha=beta), rec=rec, kl=kl)
