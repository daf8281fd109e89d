# log of the sigmoid
# expect: the logarithm of a sigmoid
def g_loss_nonsaturating(fake_logits):
    return -fake_logits.sigmoid().log().mean()
