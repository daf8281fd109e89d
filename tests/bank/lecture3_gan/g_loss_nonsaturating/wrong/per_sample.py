# one loss a sample
# expect: losses of the samples
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits)
