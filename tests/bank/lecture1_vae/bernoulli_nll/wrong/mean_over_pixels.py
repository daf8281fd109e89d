# mean over pixels
# expect: mean over the pixels
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction='none').flatten(1).mean(1)
