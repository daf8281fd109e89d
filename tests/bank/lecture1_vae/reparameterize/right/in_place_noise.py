# Tensor.normal_ and a draw too many
def reparameterize(mu, logvar):
    torch.randn(3)
    return mu + torch.sqrt(torch.exp(logvar)) * torch.empty_like(mu).normal_()
