# R12: logvar is changed in place
# expect: changed its input
def reparameterize(mu, logvar):
    std = logvar.mul_(0.5).exp_()
    return mu + std * torch.randn_like(std)
