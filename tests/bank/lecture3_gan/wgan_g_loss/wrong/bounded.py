# clamps the scores to [-50, 50]
# expect: large scores are clamped
def wgan_g_loss(fake_scores):
    return -fake_scores.clamp(-50, 50).mean()
