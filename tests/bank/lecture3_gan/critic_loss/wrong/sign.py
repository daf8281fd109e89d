# the sign is flipped
# expect: the sign is flipped
def critic_loss(real_scores, fake_scores):
    return real_scores.mean() - fake_scores.mean()
