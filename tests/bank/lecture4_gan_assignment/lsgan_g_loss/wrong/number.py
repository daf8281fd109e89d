# a plain number
# expect: plain number
def lsgan_g_loss(fake):
    return ((fake - 1) ** 2).mean().item()
