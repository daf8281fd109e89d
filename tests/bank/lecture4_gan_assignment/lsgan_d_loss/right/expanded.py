# squares multiplied out
def lsgan_d_loss(real, fake):
    return (real * real - 2 * real).mean() + 1 + fake.pow(2).mean()
