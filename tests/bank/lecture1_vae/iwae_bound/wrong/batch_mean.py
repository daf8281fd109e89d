# mean over the batch
# expect: keep one value for each sample
def iwae_bound(model, x, k):
    mu, logvar = model.encode(x)
    std = (logvar / 2).exp()
    q, prior = torch.distributions.Normal(mu, std), torch.distributions.Normal(0.0, 1.0)
    weights = []
    for _ in range(k):
        z = mu + std * torch.randn_like(mu)
        log_p = -bernoulli_nll(model.decode(z), x) + prior.log_prob(z).sum(1)
        log_q = q.log_prob(z).sum(1)
        weights.append(log_p - log_q)
    weights = torch.stack(weights)
    return (torch.logsumexp(weights, 0) - math.log(k)).mean()
