# halved
# expect: halved
def critic_loss(real_scores, fake_scores):
    return (fake_scores.mean() - real_scores.mean()) / 2
