# mu and logvar from a whole pass
def iwae_bound(model, x, k):
    out = model(x)
    mu, logvar = out.mu, out.logvar
    terms = []
    for _ in range(k):
        z = reparameterize(mu, logvar)
        ratio = 0.5 * ((z - mu) ** 2 / logvar.exp() + logvar - z**2).sum(-1)
        terms.append(ratio - bernoulli_nll(model.decode(z), x))
    return torch.logsumexp(torch.stack(terms), dim=0) - math.log(k)
