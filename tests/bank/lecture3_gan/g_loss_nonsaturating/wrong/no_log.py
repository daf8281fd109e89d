# the logarithm is missing
# expect: logarithm is missing
def g_loss_nonsaturating(fake_logits):
    return -fake_logits.sigmoid().mean()
