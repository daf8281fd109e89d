# one table of groups, padded with -inf
def grouped_categorical_nll(logits, onehot, sizes):
    width = max(sizes)
    rows, at = [], 0
    for size in sizes:
        rows.append(F.pad(logits[:, at : at + size], (0, width - size), value=float('-inf')))
        at += size
    return torch.stack(rows, 1).logsumexp(2).sum(1) - (logits * onehot).sum(1)
