# a constant 2 target
# expect: the target is another number
def lsgan_g_loss(fake):
    return ((fake - 2) ** 2).mean()
