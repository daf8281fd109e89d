# the mean before the logarithm
# expect: before the logarithm
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits.mean())
