# fakes get the target 1
# expect: fake gets the target 1
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(-fake_logits).mean()
