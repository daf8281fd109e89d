# both sums divided by the number of real scores
# expect: number of real samples
def critic_loss(real_scores, fake_scores):
    return (fake_scores.sum() - real_scores.sum()) / real_scores.numel()
