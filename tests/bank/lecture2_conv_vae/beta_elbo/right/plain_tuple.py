# a plain tuple, stable formula
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = (F.softplus(x_logits) - x * x_logits).flatten(1).sum(1).mean()
    kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(-1).mean()
    return rec + beta * kl, rec, kl
