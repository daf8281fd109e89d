# a sum over the count
def wgan_g_loss(fake_scores):
    return -fake_scores.sum() / fake_scores.numel()
