# K15: x and logits swapped
# expect: swapped
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x, x_logits, reduction='none').flatten(1).sum(1)
