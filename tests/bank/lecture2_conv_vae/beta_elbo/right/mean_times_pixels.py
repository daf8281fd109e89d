# library mean times the number of pixels
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.binary_cross_entropy_with_logits(x_logits, x) * x[0].numel()
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).mean() * mu.shape[1]
    return ELBO(rec + beta * kl, rec, kl)
