# one loss a sample, of equal batches only
# expect: losses of the samples
def d_loss(real_logits, fake_logits):
    n = min(len(real_logits), len(fake_logits))
    return F.softplus(-real_logits[:n]) + F.softplus(fake_logits[:n])
