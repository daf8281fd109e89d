# logsigmoid of both signs
def bernoulli_nll(x_logits, x):
    return -(x * F.logsigmoid(x_logits) + (1 - x) * F.logsigmoid(-x_logits)).flatten(1).sum(-1)
