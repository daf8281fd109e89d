# the sign of kl is flipped everywhere
# expect: sign of kl is flipped
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
