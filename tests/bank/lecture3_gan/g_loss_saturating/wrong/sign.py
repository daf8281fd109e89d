# the sign is flipped
# expect: the sign is flipped
def g_loss_saturating(fake_logits):
    return F.softplus(fake_logits).mean()
