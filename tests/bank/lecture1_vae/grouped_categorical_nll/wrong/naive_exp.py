# exp without a shift overflows
# expect: overflows
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total - ((part.exp() / part.exp().sum(1, keepdim=True)).log() * seen).sum(1)
    return total
