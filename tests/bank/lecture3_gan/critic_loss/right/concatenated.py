# signs in one mean of each
def critic_loss(real_scores, fake_scores):
    both = torch.cat([fake_scores.flatten() / fake_scores.numel(), -real_scores.flatten() / real_scores.numel()])
    return both.sum()
