# the hinge loss
# expect: hinge loss
def critic_loss(real_scores, fake_scores):
    return F.relu(1 - real_scores).mean() + F.relu(1 + fake_scores).mean()
