# K24: one softmax over all columns
# expect: one softmax runs over all columns
def grouped_categorical_nll(logits, onehot, sizes):
    return -(logits.log_softmax(1) * onehot).sum(1)
