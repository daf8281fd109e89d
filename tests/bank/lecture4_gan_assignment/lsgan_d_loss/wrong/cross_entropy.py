# cross-entropy
# expect: cross-entropy
def lsgan_d_loss(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()
