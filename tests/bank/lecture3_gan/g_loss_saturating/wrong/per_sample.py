# one loss a sample
# expect: losses of the samples
def g_loss_saturating(fake_logits):
    return F.logsigmoid(-fake_logits)
