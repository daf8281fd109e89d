# without logsumexp
# expect: logsumexp is missing
def grouped_categorical_nll(logits, onehot, sizes):
    return -(logits * onehot).sum(1)
