# the fake scores are detached
# expect: fake_scores
def critic_loss(real_scores, fake_scores):
    return fake_scores.detach().mean() - real_scores.mean()
