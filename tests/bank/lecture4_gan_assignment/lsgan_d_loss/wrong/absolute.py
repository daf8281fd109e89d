# absolute values
# expect: absolute values
def lsgan_d_loss(real, fake):
    return (real - 1).abs().mean() + fake.abs().mean()
