# BCE of probabilities
# expect: is clamped
def g_loss_saturating(fake_logits):
    return -F.binary_cross_entropy(fake_logits.sigmoid(), torch.zeros_like(fake_logits))
