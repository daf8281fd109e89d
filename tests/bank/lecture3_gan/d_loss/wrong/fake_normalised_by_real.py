# both sums divided by the number of real logits
# expect: number of real samples
def d_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()) / real_logits.numel()
