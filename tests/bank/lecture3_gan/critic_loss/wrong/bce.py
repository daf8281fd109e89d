# W03: cross-entropy of scores
# expect: cross-entropy of a discriminator
def critic_loss(real_scores, fake_scores):
    return F.softplus(-real_scores).mean() + F.softplus(fake_scores).mean()
