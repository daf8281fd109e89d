# z of shape (k, N, Z)
def iwae_bound(model, x, k):
    mu, logvar = model.encode(x)
    q = torch.distributions.Normal(mu, (logvar / 2).exp())
    z = q.sample((k,))
    logits = model.decode(z)
    like = -F.binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction='none').sum(-1)
    w = like + (torch.distributions.Normal(0.0, 1.0).log_prob(z) - q.log_prob(z)).sum(-1)
    return w.logsumexp(0) - math.log(k)
