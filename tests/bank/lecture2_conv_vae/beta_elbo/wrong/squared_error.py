# squared error for the Bernoulli likelihood
# expect: the squared error of the probabilities
def beta_elbo(x_logits, x, mu, logvar, beta):
    rec = F.mse_loss(x_logits.sigmoid(), x, reduction="sum") / len(x)
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
