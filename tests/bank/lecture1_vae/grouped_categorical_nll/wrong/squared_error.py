# squared error of probabilities
# expect: squared error
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total + ((part.softmax(1) - seen) ** 2).sum(1)
    return total
