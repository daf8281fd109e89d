# a sum
# expect: a sum is taken
def lsgan_g_loss(fake):
    return ((fake - 1) ** 2).sum()
