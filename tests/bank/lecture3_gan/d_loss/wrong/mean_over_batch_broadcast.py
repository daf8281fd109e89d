# both batches are cut to the shorter
# expect: cut to the shorter
def d_loss(real_logits, fake_logits):
    n = min(len(real_logits), len(fake_logits))
    return (F.softplus(-real_logits[:n]) + F.softplus(fake_logits[:n])).mean()
