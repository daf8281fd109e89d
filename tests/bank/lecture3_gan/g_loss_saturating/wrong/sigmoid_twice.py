# a sigmoid first
# expect: sigmoid twice
def g_loss_saturating(fake_logits):
    return -F.softplus(fake_logits.sigmoid()).mean()
