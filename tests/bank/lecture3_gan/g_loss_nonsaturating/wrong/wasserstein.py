# the Wasserstein loss
# expect: Wasserstein loss
def g_loss_nonsaturating(fake_logits):
    return -fake_logits.mean()
