# a sum
# expect: a sum is taken
def g_loss_saturating(fake_logits):
    return F.logsigmoid(-fake_logits).sum()
