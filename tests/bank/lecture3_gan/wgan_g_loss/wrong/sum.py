# a sum
# expect: a sum is taken
def wgan_g_loss(fake_scores):
    return -fake_scores.sum()
