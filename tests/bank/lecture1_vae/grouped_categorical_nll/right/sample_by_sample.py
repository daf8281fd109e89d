# a loop over samples
def grouped_categorical_nll(logits, onehot, sizes):
    losses = []
    for row, seen in zip(logits, onehot):
        parts = zip(row.split(list(sizes)), seen.split(list(sizes)))
        losses.append(sum(-(a.log_softmax(0) * b).sum() for a, b in parts))
    return torch.stack(losses)
