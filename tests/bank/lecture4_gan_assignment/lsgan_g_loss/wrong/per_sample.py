# one a sample
# expect: one value for each
def lsgan_g_loss(fake):
    return ((fake - 1) ** 2).flatten(1).mean(1)
