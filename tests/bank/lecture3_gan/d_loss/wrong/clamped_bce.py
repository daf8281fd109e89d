# BCE of probabilities, whose logarithm is clamped
# expect: is clamped
def d_loss(real_logits, fake_logits):
    return F.binary_cross_entropy(real_logits.sigmoid(), torch.ones_like(real_logits)) + F.binary_cross_entropy(fake_logits.sigmoid(), torch.zeros_like(fake_logits))
