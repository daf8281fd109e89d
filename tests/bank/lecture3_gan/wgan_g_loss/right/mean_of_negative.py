# the mean of -f
def wgan_g_loss(fake_scores):
    return (-fake_scores).mean()
