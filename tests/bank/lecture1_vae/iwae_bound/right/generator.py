# running logsumexp over a generator
import math, torch
def iwae_bound(model, x, k, **_):
    mu, logvar = model.encode(x)
    total = torch.full((len(x),), -math.inf, dtype=mu.dtype)
    for _ in range(k):
        eps = torch.randn_like(mu)
        z = mu + (0.5 * logvar).exp() * eps
        w = -bernoulli_nll(model.decode(z), x) + 0.5 * (eps**2 - z**2 + logvar).sum(-1)
        total = torch.logaddexp(total, w)
    return total - math.log(k)
