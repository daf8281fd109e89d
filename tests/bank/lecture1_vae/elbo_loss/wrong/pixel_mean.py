# mean over pixels
# expect: mean over the pixels
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = F.binary_cross_entropy_with_logits(x_logits, x)
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
