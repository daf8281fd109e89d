# a sigmoid
# expect: there is a sigmoid
def wgan_g_loss(fake_scores):
    return -fake_scores.sigmoid().mean()
