# whole numbers only
# expect: the weight is rounded
def kl_anneal(step, warmup, beta):
    return int(beta * min(1.0, step / warmup))
