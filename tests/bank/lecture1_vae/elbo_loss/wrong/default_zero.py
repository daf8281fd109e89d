# beta is 0 by default
# expect: kl is missing
def elbo_loss(x_logits, x, mu, logvar, beta=0.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return ELBO(rec + beta * kl, rec, kl)
