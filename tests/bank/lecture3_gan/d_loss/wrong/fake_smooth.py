# fake labels are 0.1
# expect: smoothed
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.binary_cross_entropy_with_logits(fake_logits, torch.full_like(fake_logits, 0.1))
