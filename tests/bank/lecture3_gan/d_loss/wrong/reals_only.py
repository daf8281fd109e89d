# only reals
# expect: the fake term is missing
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean()
