# sign flipped
# expect: sign is flipped
def lsgan_g_loss(fake):
    return -((fake - 1) ** 2).mean()
