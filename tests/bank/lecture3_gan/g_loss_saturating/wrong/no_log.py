# the logarithm is missing
# expect: logarithm is missing
def g_loss_saturating(fake_logits):
    return (1 - fake_logits.sigmoid()).mean()
