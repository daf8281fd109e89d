# sums
# expect: sums are taken
def critic_loss(real_scores, fake_scores):
    return fake_scores.sum() - real_scores.sum()
