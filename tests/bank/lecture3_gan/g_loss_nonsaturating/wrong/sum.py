# G11: a sum
# expect: a sum is taken
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits).sum()
