# log(p + 1e-8)
# expect: is clamped
def g_loss_nonsaturating(fake_logits):
    return -(fake_logits.sigmoid() + 1e-8).log().mean()
