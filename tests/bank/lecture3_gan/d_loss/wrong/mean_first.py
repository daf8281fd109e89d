# the mean before the logarithm
# expect: before the logarithm
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.mean()) + F.softplus(fake_logits.mean())
