# Gaussian of unit variance on the probabilities
# expect: Gaussian
import torch
def bernoulli_nll(x_logits, x):
    return -torch.distributions.Normal(torch.sigmoid(x_logits), 1.0).log_prob(x).flatten(1).sum(1)
