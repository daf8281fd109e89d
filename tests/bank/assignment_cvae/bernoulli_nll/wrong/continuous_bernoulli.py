# continuous Bernoulli
# expect: continuous Bernoulli
import torch
def bernoulli_nll(x_logits, x):
    return -torch.distributions.ContinuousBernoulli(logits=x_logits).log_prob(x).flatten(1).sum(1)
