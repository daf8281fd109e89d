# a critic
# expect: Wasserstein
def lsgan_g_loss(fake):
    return -fake.mean()
