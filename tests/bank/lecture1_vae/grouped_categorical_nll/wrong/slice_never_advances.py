# K24: the slice starts at 0 for every group
# expect: slice never advances
def grouped_categorical_nll(logits, onehot, sizes):
    total = 0
    for size in sizes:
        total = total + F.cross_entropy(logits[:, :size], onehot[:, :size].argmax(1), reduction='none')
    return total
