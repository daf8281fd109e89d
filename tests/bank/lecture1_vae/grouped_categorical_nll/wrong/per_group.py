# one value for each group
# expect: sum over the groups
def grouped_categorical_nll(logits, onehot, sizes):
    parts, at = [], 0
    for size in sizes:
        parts.append(F.cross_entropy(logits[:, at : at + size], onehot[:, at : at + size].argmax(1), reduction='none'))
        at += size
    return torch.stack(parts, 1)
