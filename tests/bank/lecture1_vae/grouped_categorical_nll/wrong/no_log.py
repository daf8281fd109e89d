# probabilities without logarithm
# expect: logarithm of the probabilities is missing
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total - (part.softmax(1) * seen).sum(1)
    return total
