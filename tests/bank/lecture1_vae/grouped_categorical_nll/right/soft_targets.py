# cross_entropy with probabilities as target
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total + F.cross_entropy(part, seen, reduction='none')
    return total
