# p clamped to [0.001, 0.999]
# expect: clamp
import torch
def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits).clamp(1e-3, 1 - 1e-3)
    return -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).sum(1)
