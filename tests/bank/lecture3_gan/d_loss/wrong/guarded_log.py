# log(p + 1e-8)
# expect: is clamped
def d_loss(real_logits, fake_logits):
    return -((real_logits.sigmoid() + 1e-8).log().mean() + (1 - fake_logits.sigmoid() + 1e-8).log().mean())
