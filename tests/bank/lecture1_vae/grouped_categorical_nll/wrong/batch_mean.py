# mean over the batch
# expect: mean over the batch
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total + F.cross_entropy(part, seen.argmax(1))
    return total
