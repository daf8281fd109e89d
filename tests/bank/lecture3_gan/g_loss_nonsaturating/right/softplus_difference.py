# softplus(l) - l
def g_loss_nonsaturating(fake_logits):
    return (F.softplus(fake_logits) - fake_logits).mean()
