# G09: a sigmoid before a loss of logits
# expect: sigmoid twice
def g_loss_nonsaturating(fake_logits):
    return F.softplus(-fake_logits.sigmoid()).mean()
