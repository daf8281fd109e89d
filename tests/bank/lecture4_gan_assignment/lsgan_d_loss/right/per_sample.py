# means of means
def lsgan_d_loss(real, fake):
    return ((real - 1) ** 2).flatten(1).mean(1).mean() + (fake**2).flatten(1).mean(1).mean()
