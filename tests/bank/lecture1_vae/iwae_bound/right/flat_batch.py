# k copies of the batch at once
def iwae_bound(model, x, k):
    n = len(x)
    mu, logvar = model.encode(x)
    mu, logvar, wide = mu.repeat(k, 1), logvar.repeat(k, 1), x.repeat(k, 1)
    z = reparameterize(mu, logvar)
    d = torch.distributions.Normal
    w = d(0.0, 1.0).log_prob(z).sum(1) - d(mu, (logvar / 2).exp()).log_prob(z).sum(1)
    w = w - bernoulli_nll(model.decode(z), wide)
    return w.reshape(k, n).logsumexp(0) - math.log(k)
