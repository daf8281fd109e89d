# one-sided label smoothing
# expect: smoothed to 0.9
def d_loss(real_logits, fake_logits):
    return F.binary_cross_entropy_with_logits(real_logits, torch.full_like(real_logits, 0.9)) + F.softplus(fake_logits).mean()
