# logits of the first sample for all
# expect: sample
import torch, torch.nn.functional as F
def bernoulli_nll(x_logits, x):
    return F.binary_cross_entropy_with_logits(x_logits[:1].expand_as(x), x, reduction="none").flatten(1).sum(1)
