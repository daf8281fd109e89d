# KL clamped per dimension
# expect: free bits are no KL
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).clamp(min=0.5).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
