# kl is returned with beta
# expect: multiplied by beta already
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = beta * 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()
    return ELBO(rec + kl, rec, kl)
