# the Wasserstein loss
# expect: Wasserstein loss
def g_loss_saturating(fake_logits):
    return -fake_logits.mean()
