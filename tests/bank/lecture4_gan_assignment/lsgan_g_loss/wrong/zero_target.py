# the target is 0
# expect: target is 0
def lsgan_g_loss(fake):
    return (fake**2).mean()
