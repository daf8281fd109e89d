# split and log_softmax
def grouped_categorical_nll(logits, onehot, sizes):
    pairs = zip(logits.split(list(sizes), 1), onehot.split(list(sizes), 1))
    return -torch.stack([(a.log_softmax(-1) * b).sum(-1) for a, b in pairs]).sum(0)
