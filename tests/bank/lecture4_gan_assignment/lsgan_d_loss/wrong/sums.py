# sums over all
# expect: sums are taken
def lsgan_d_loss(real, fake):
    return ((real - 1) ** 2).sum() + (fake**2).sum()
