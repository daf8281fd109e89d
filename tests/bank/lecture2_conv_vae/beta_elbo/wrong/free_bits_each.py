# free bits for each dimension, after the mean over the batch
# expect: free bits
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).mean(0).clamp(min=0.05).sum()
    return ELBO(rec + beta * kl, rec, kl)
