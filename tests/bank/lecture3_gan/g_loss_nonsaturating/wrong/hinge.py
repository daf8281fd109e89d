# hinge
# expect: hinge
def g_loss_nonsaturating(fake_logits):
    return (1 - fake_logits).relu().mean()
