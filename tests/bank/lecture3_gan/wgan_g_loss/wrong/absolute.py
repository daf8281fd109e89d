# the absolute value
# expect: absolute value
def wgan_g_loss(fake_scores):
    return -fake_scores.abs().mean()
