# the distance without its sign
# expect: absolute value
def critic_loss(real_scores, fake_scores):
    return torch.abs(fake_scores.mean() - real_scores.mean())
