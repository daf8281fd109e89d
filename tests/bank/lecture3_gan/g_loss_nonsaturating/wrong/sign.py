# returned to be maximised
# expect: the sign is flipped
def g_loss_nonsaturating(fake_logits):
    return F.logsigmoid(fake_logits).mean()
