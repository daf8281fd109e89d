# without (1 - x)
# expect: (1 - x) log(1 - p) is missing
def bernoulli_nll(x_logits, x):
    return -(x * F.logsigmoid(x_logits)).flatten(1).sum(1)
