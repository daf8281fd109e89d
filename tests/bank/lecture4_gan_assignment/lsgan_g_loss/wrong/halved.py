# a factor 1/2
# expect: halved
def lsgan_g_loss(fake):
    return 0.5 * ((fake - 1) ** 2).mean()
