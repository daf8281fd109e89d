# mu - eps * std
def reparameterize(mu, logvar):
    return mu - torch.randn_like(mu) * torch.exp(logvar) ** 0.5
