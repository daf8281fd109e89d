# K24: cross_entropy with the whole vector as target
# expect: over all columns
def grouped_categorical_nll(logits, onehot, sizes):
    return F.cross_entropy(logits, onehot, reduction='none')
