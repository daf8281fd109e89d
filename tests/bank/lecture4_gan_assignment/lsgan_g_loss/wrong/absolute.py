# absolute values
# expect: absolute values
def lsgan_g_loss(fake):
    return (fake - 1).abs().mean()
