# squares of probabilities
# expect: sigmoid
def lsgan_d_loss(real, fake):
    return ((real.sigmoid() - 1) ** 2).mean() + (fake.sigmoid() ** 2).mean()
