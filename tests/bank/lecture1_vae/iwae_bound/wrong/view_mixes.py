# repeat, then view as if it were repeat_interleave
# expect: samples are mixed
@torch.no_grad()
def iwae_bound(model, x, k):
    n = x.size(0)
    xr = x.repeat(k, 1)
    mu, logvar = model.encode(xr)
    z = reparameterize(mu, logvar)
    logw = -bernoulli_nll(model.decode(z), xr) - 0.5 * z.pow(2).sum(1) + 0.5 * ((z - mu) ** 2 / logvar.exp() + logvar).sum(1)
    return logw.view(n, k).logsumexp(dim=1) - math.log(k)
