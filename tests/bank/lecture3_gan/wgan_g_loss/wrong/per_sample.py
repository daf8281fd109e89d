# one loss a sample
# expect: losses of the samples
def wgan_g_loss(fake_scores):
    return -fake_scores
