# log of a sigmoid
# expect: log(sigmoid(l)) overflows
def beta_elbo(x_logits, x, mu, logvar, beta):
    p = torch.sigmoid(x_logits)
    rec = -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).sum(1).mean()
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()
    return ELBO(rec + beta * kl, rec, kl)
