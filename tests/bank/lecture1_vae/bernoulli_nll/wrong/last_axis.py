# summed over the last axis only
# expect: axes
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction='none').sum(-1)
