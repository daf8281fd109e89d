# log(1 - p + 1e-8)
# expect: is clamped
def g_loss_saturating(fake_logits):
    return (1 - fake_logits.sigmoid() + 1e-8).log().mean()
