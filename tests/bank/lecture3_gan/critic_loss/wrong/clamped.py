# the difference is clamped to [-100, 100]
# expect: large scores are clamped
def critic_loss(real_scores, fake_scores):
    return (fake_scores.mean() - real_scores.mean()).clamp(-100, 100)
