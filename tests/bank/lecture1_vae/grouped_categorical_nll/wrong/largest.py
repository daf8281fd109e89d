# largest group
# expect: largest group is taken
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = torch.maximum(torch.as_tensor(total).expand(len(logits)).to(logits), F.cross_entropy(part, seen.argmax(1), reduction='none'))
    return total
