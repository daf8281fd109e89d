# G16: only fakes
# expect: the real term is missing
def d_loss(real_logits, fake_logits):
    return F.softplus(fake_logits).mean()
