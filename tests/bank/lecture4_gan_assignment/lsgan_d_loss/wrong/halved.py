# a factor 1/2
# expect: halved
def lsgan_d_loss(real, fake):
    return 0.5 * ((real - 1) ** 2).mean() + 0.5 * (fake**2).mean()
