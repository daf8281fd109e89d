# copies of each sample next to each other
def iwae_bound(model, x, k):
    mu, logvar = (part.repeat_interleave(k, 0) for part in model.encode(x))
    wide = x.repeat_interleave(k, 0)
    q = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
    z = q.rsample()
    w = torch.distributions.Normal(0.0, 1.0).log_prob(z) - q.log_prob(z)
    w = w.sum(1) - bernoulli_nll(model.decode(z), wide)
    return torch.logsumexp(w.view(len(x), k), 1) - math.log(k)
