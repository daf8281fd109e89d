# reals get the target 0
# expect: real gets the target 0
def d_loss(real_logits, fake_logits):
    return F.softplus(real_logits).mean() + F.softplus(fake_logits).mean()
