# detached
# expect: does not reach fake_scores
def wgan_g_loss(fake_scores):
    return -fake_scores.detach().mean()
