# log sigmoid(l) - l
def g_loss_saturating(fake_logits):
    return (F.logsigmoid(fake_logits) - fake_logits).mean()
