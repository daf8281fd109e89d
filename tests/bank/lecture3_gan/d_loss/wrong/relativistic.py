# relativistic average
# expect: relativistic
def d_loss(real_logits, fake_logits):
    return F.softplus(-(real_logits - fake_logits.mean())).mean() + F.softplus(fake_logits - real_logits.mean()).mean()
