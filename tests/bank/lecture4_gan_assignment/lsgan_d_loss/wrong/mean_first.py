# mean before the square
# expect: before the square
def lsgan_d_loss(real, fake):
    return (real.mean() - 1) ** 2 + fake.mean() ** 2
