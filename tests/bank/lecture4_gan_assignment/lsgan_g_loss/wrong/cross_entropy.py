# cross-entropy
# expect: cross-entropy
def lsgan_g_loss(fake):
    return F.softplus(-fake).mean()
