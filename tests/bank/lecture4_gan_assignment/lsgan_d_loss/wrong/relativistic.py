# relativistic
# expect: relativistic
def lsgan_d_loss(real, fake):
    return ((real - fake.mean() - 1) ** 2).mean() + ((fake - real.mean() + 1) ** 2).mean()
