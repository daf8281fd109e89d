# G03: the non-saturating loss
# expect: non-saturating loss
def g_loss_saturating(fake_logits):
    return F.softplus(-fake_logits).mean()
