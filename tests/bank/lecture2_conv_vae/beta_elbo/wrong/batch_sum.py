# summed over the batch
# expect: the sum over the batch
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum()
    return ELBO(rec + beta * kl, rec, kl)
