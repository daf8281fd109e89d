# least squares
# expect: least squares
def wgan_g_loss(fake_scores):
    return ((fake_scores - 1) ** 2).mean()
