# mse_loss
def lsgan_g_loss(fake):
    return F.mse_loss(fake, torch.ones_like(fake))
