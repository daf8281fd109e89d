# G03: the saturating loss
# expect: this is the saturating loss
def g_loss_nonsaturating(fake_logits):
    return F.logsigmoid(-fake_logits).mean()
