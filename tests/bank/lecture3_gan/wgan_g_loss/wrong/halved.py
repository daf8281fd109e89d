# halved
# expect: halved
def wgan_g_loss(fake_scores):
    return -fake_scores.mean() / 2
