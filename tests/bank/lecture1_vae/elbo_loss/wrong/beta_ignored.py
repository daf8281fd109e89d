# beta ignored
# expect: beta is not used
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + kl, rec, kl)
