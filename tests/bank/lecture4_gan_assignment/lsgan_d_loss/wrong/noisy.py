# targets with noise
# expect: random
def lsgan_d_loss(real, fake):
    return ((real - 1 + 0.05 * torch.randn_like(real)) ** 2).mean() + (fake**2).mean()
