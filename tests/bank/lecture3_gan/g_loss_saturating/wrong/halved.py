# halved
# expect: halved
def g_loss_saturating(fake_logits):
    return F.logsigmoid(-fake_logits).mean() / 2
