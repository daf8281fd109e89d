# einsum
def gaussian_kl(mu, logvar):
    return 0.5 * (torch.einsum('nz,nz->n', mu, mu) + (logvar.exp() - logvar - 1).sum(1))
