# squared error
# expect: squared error
def bernoulli_nll(x_logits, x):
    return ((x_logits.sigmoid() - x) ** 2).flatten(1).sum(1)
