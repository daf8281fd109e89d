# one mean over both
# expect: one mean
def lsgan_d_loss(real, fake):
    return torch.cat([((real - 1) ** 2).flatten(), (fake**2).flatten()]).mean()
