# a plain number
# expect: plain number
def critic_loss(real_scores, fake_scores):
    return fake_scores.mean().item() - real_scores.mean().item()
