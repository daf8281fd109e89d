# a dict
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = -(x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)).sum() / x.shape[0]
    kl = (mu.square() + logvar.exp() - logvar - 1).sum() / (2 * x.shape[0])
    return {"loss": rec + beta * kl, "rec": rec, "kl": kl}
