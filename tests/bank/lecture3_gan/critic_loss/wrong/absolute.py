# the absolute difference
# expect: absolute value
def critic_loss(real_scores, fake_scores):
    return -(real_scores.mean() - fake_scores.mean()).abs()
