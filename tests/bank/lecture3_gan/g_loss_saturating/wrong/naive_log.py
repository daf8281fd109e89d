# log(1 - sigmoid)
# expect: the logarithm of a sigmoid
def g_loss_saturating(fake_logits):
    return (1 - fake_logits.sigmoid()).log().mean()
