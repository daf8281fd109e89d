# mean of all differences
def critic_loss(real_scores, fake_scores):
    return (fake_scores.reshape(-1, 1) - real_scores.reshape(1, -1)).mean()
