# factor 1/2 forgotten in kl
# expect: a factor 1/2 is missing
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
