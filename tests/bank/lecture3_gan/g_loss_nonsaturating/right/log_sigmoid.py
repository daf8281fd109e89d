# logsigmoid
def g_loss_nonsaturating(fake_logits):
    return -F.logsigmoid(fake_logits).mean()
