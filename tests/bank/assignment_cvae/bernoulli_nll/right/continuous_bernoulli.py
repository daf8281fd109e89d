# ContinuousBernoulli plus its constant
import torch
from torch.distributions import ContinuousBernoulli
def bernoulli_nll(x_logits, x):
    d = ContinuousBernoulli(logits=x_logits, validate_args=False)
    per = -d.log_prob(x) + d._cont_bern_log_norm()
    return per.reshape(per.size(0), -1).sum(-1)
