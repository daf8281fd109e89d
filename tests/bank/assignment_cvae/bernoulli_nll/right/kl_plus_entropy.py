# kl_div of two classes plus the entropy
import torch, torch.nn.functional as F
def bernoulli_nll(x_logits, x):
    logp = F.log_softmax(torch.stack([x_logits, torch.zeros_like(x_logits)], -1), -1)
    t = torch.stack([x, 1 - x], -1)
    h = -(torch.xlogy(t, t)).sum(-1)
    return (F.kl_div(logp, t, reduction="none").sum(-1) + h).flatten(1).sum(1)
