# the maximum of the whole row is subtracted, not that of each group
# expect: one maximum is subtracted
def grouped_categorical_nll(logits, onehot, sizes):
    shifted = logits - logits.amax(1, keepdim=True)
    total = 0
    for l, o in zip(shifted.split(list(sizes), 1), onehot.split(list(sizes), 1)):
        total = total + l.exp().sum(1).log() - (l * o).sum(1)
    return total
