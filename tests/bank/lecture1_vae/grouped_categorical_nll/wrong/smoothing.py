# label smoothing
# expect: smooth
import torch
def grouped_categorical_nll(logits, onehot, sizes):
    return sum(torch.nn.functional.cross_entropy(a, b.argmax(1), reduction="none", label_smoothing=0.1) for a, b in zip(logits.split(sizes, 1), onehot.split(sizes, 1)))
