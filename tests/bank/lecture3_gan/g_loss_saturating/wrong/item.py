# a plain number
# expect: plain number
def g_loss_saturating(fake_logits):
    return F.logsigmoid(-fake_logits).mean().item()
