# the critic loss
# expect: logarithms are missing
def d_loss(real_logits, fake_logits):
    return fake_logits.mean() - real_logits.mean()
