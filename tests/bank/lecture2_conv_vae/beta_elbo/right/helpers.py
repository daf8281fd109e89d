# own helper functions
def pixel_cost(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").reshape(len(x), -1).sum(1)


def code_cost(mu, logvar):
    return torch.einsum("nz,nz->n", mu, mu) / 2 + (torch.expm1(logvar) - logvar).sum(1) / 2


def beta_elbo(x_logits, x, mu, logvar, beta):
    rec, kl = pixel_cost(x_logits, x).mean(), code_cost(mu, logvar).mean()
    return ELBO(rec=rec, kl=kl, loss=torch.add(rec, kl, alpha=beta))
