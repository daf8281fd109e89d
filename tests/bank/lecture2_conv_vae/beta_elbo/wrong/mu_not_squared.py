# mu is not squared
# expect: mu is not squared
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mu + logvar.exp() - logvar - 1).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
