# sigmoid twice
# expect: sigmoid twice
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits.sigmoid(), x, reduction='none').flatten(1).sum(1)
