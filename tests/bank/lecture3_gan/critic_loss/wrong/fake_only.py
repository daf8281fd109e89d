# the real term is missing
# expect: the real term is missing
def critic_loss(real_scores, fake_scores):
    return fake_scores.mean()
