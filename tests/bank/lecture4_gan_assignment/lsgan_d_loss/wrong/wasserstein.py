# a critic
# expect: Wasserstein
def lsgan_d_loss(real, fake):
    return fake.mean() - real.mean()
