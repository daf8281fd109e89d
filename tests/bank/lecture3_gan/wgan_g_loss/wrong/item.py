# a plain number
# expect: plain number
def wgan_g_loss(fake_scores):
    return -fake_scores.mean().item()
