# the mean before the logarithm
# expect: before the logarithm
def g_loss_saturating(fake_logits):
    return F.logsigmoid(-fake_logits.mean())
