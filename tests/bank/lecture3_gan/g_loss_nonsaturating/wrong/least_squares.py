# least squares
# expect: least squares
def g_loss_nonsaturating(fake_logits):
    return ((fake_logits - 1) ** 2).mean()
