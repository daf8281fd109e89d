# minus the term of the discriminator
# expect: discriminator
def lsgan_g_loss(fake):
    return -(fake**2).mean()
