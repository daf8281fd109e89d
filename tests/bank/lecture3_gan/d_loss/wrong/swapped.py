# real and fake swapped
# expect: real and fake are swapped
def d_loss(real_logits, fake_logits):
    return F.softplus(real_logits).mean() + F.softplus(-fake_logits).mean()
