# all groups equally wide
# expect: equally wide
def grouped_categorical_nll(logits, onehot, sizes):
    width = logits.shape[1] // len(sizes)
    total, groups = 0, len(sizes)
    for g in range(groups):
        end = (g + 1) * width if g < groups - 1 else logits.shape[1]
        part, seen = logits[:, g * width : end], onehot[:, g * width : end]
        total = total - (part.log_softmax(1) * seen).sum(1)
    return total
