# K24: one cross-entropy over all columns
# expect: over all columns
def grouped_categorical_nll(logits, onehot, sizes):
    return F.cross_entropy(logits, onehot.argmax(1), reduction='none')
