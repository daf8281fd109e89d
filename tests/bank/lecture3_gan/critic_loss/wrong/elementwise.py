# pairs subtracted
# expect: size of tensor
def critic_loss(real_scores, fake_scores):
    return (fake_scores - real_scores).mean()
