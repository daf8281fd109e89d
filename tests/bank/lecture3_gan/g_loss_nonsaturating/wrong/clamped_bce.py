# BCE of probabilities
# expect: is clamped
def g_loss_nonsaturating(fake_logits):
    return F.binary_cross_entropy(fake_logits.sigmoid(), torch.ones_like(fake_logits))
