# loss comes last
# expect: the order is (rec, kl, loss)
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits, x).mean()
    kl = gaussian_kl(mu, logvar).mean()
    return (rec, kl, rec + beta * kl)
