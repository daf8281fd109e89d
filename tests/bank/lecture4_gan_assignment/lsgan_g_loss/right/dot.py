# a dot product
def lsgan_g_loss(fake):
    return (fake - 1).flatten().dot((fake - 1).flatten()) / fake.numel()
