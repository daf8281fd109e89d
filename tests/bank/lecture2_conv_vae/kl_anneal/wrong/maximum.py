# max for min
# expect: max is used
def kl_anneal(step, warmup, beta):
    return beta * max(1.0, step / warmup)
