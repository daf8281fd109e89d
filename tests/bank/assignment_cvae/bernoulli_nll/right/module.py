# nn.BCEWithLogitsLoss
import torch
import torch.nn.functional as F


def bernoulli_nll(x_logits, x):
    return torch.nn.BCEWithLogitsLoss(reduction="none")(x_logits, x).flatten(1).sum(1)
