# the fake term is subtracted
# expect: sign of the fake term
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() - F.softplus(fake_logits).mean()
