# squares of probabilities
# expect: sigmoid
def lsgan_g_loss(fake):
    return ((fake.sigmoid() - 1) ** 2).mean()
