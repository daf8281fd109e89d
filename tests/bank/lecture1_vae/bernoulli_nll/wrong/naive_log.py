# K17: log of sigmoid
# expect: log(sigmoid(l)) overflows
def bernoulli_nll(x_logits, x):
    p = torch.sigmoid(x_logits)
    return -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).sum(1)
