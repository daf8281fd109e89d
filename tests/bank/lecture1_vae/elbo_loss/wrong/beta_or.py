# beta or 1
# expect: beta
def elbo_loss(x_logits, x, mu, logvar, beta=None):
    rec, kl = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean()
    return ELBO(rec + (beta or 1.0) * kl, rec, kl)
