# 1 - exp
# expect: exponential
def kl_anneal(step, warmup, beta):
    return beta * (1 - math.exp(-step / warmup))
