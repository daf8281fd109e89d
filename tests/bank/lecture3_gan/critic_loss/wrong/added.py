# both means added
# expect: added, not subtracted
def critic_loss(real_scores, fake_scores):
    return fake_scores.mean() + real_scores.mean()
