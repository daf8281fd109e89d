# slices one column late
# expect: differ
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 1
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total - (part.log_softmax(1) * seen).sum(1)
    return total
