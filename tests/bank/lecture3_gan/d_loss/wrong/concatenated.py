# one mean over both batches
# expect: one mean runs over both
def d_loss(real_logits, fake_logits):
    both = torch.cat([F.softplus(-real_logits).flatten(), F.softplus(fake_logits).flatten()])
    return both.mean()
