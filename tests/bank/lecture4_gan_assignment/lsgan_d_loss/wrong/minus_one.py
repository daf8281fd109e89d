# fakes to -1
# expect: target -1
def lsgan_d_loss(real, fake):
    return ((real - 1) ** 2).mean() + ((fake + 1) ** 2).mean()
