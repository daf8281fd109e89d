# nll_loss of log_softmax
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total + F.nll_loss(part.log_softmax(1), seen.argmax(1), reduction='none')
    return total
