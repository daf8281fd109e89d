# log sigmoid
# expect: not log(1 - sigmoid(fake))
def g_loss_saturating(fake_logits):
    return F.logsigmoid(fake_logits).mean()
