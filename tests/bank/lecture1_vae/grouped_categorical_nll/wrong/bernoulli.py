# Bernoulli of each column
# expect: Bernoulli likelihood
def grouped_categorical_nll(logits, onehot, sizes):
    return F.binary_cross_entropy_with_logits(logits, onehot, reduction='none').sum(1)
