# reduced over the batch only
# expect: axes
def critic_loss(real_scores, fake_scores):
    return fake_scores.mean(0) - real_scores.mean(0)
