# the fake term is missing
# expect: the fake term is missing
def critic_loss(real_scores, fake_scores):
    return -real_scores.mean()
