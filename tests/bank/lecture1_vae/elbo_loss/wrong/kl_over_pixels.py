# K11: KL divided by the pixels
# expect: divided by the number of pixels
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    kl = kl / x[0].numel()
    return ELBO(rec + beta * kl, rec, kl)
