# cross-entropy
# expect: cross-entropy of a GAN
def wgan_g_loss(fake_scores):
    return F.softplus(-fake_scores).mean()
