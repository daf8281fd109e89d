# ink weighs twice
# expect: weigh
import torch, torch.nn.functional as F
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, x, reduction="none", pos_weight=torch.tensor(2.0, dtype=x.dtype)).flatten(1).sum(1)
