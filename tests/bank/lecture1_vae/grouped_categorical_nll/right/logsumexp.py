# logsumexp minus the observed logit
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total + part.logsumexp(1) - (part * seen).sum(1)
    return total
