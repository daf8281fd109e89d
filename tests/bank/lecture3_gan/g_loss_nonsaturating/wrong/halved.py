# G10: halved
# expect: halved
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits).mean() / 2
