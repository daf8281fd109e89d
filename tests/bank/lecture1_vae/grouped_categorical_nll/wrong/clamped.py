# logits clamped
# expect: clamp
import torch
def grouped_categorical_nll(logits, onehot, sizes):
    logits = logits.clamp(-5, 5)
    return sum(torch.logsumexp(a, 1) - (a * b).sum(1) for a, b in zip(logits.split(sizes, 1), onehot.split(sizes, 1)))
