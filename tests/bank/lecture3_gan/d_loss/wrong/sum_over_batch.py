# reduced over the batch only
# expect: reduce over all axes
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean(0) + F.softplus(fake_logits).mean(0)
