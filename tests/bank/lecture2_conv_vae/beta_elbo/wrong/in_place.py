# logvar is changed in place
# expect: changed its input
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mu**2 - logvar - 1 + logvar.exp_()).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
