# a plain number
# expect: plain number
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits).mean().item()
