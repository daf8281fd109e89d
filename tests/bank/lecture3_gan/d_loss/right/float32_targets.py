# targets of the default dtype
def d_loss(real_logits, fake_logits):
    return F.binary_cross_entropy_with_logits(real_logits, torch.ones(real_logits.shape)) + F.binary_cross_entropy_with_logits(fake_logits, torch.zeros(fake_logits.shape))
