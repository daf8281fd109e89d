# sums divided by counts
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).sum() / real_logits.numel() + F.softplus(fake_logits).sum() / fake_logits.numel()
