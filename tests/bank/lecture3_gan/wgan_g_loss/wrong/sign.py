# W02: the sign is flipped
# expect: the sign is flipped
def wgan_g_loss(fake_scores):
    return fake_scores.mean()
