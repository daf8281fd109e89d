# helpers called by keyword
def elbo_loss(x_logits, x, mu, logvar, beta=1.0):
    rec = bernoulli_nll(x_logits=x_logits, x=x).mean(0)
    kl = gaussian_kl(mu=mu, logvar=logvar).mean(0)
    return ELBO(torch.add(rec, kl, alpha=beta), rec, kl)
