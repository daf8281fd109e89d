# one number for the batch
# expect: mean over the batch
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction='sum') / len(x)
