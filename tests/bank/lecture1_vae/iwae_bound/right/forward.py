# whole passes
def iwae_bound(model, x, k):
    terms = []
    for _ in range(k):
        out = model(x)
        q = torch.distributions.Normal(out.mu, (out.logvar / 2).exp())
        ratio = torch.distributions.Normal(0.0, 1.0).log_prob(out.z) - q.log_prob(out.z)
        terms.append(ratio.sum(1) - bernoulli_nll(out.x_logits, x))
    return torch.stack(terms, 1).logsumexp(1) - math.log(k)
