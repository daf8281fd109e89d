# one value a sample
# expect: take the mean over the batch
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x), gaussian_kl(mu, logvar)
    return ELBO(rec + beta * kl, rec, kl)
