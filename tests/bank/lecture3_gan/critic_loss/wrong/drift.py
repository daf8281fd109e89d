# adds the drift term of progressive GANs
# expect: drift
def critic_loss(real_scores, fake_scores):
    return fake_scores.mean() - real_scores.mean() + 1e-3 * real_scores.square().mean()
