# sum over the batch
# expect: sum over the batch
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec, kl = bernoulli_nll(x_logits, x).sum(), gaussian_kl(mu, logvar).sum()
    return ELBO(rec + beta * kl, rec, kl)
