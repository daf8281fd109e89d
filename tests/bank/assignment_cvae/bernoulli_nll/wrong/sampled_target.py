# x drawn from Bernoulli(x)
# expect: draw
import torch, torch.nn.functional as F
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits, torch.bernoulli(x), reduction="none").flatten(1).sum(1)
