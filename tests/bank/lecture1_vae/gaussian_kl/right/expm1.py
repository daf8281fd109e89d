# expm1
def gaussian_kl(mu, logvar):
    return (mu.square() + torch.expm1(logvar) - logvar).sum(-1).div(2)
