# from beta to 0
# expect: the weight falls
def kl_anneal(step, warmup, beta):
    return beta * max(0.0, 1 - step / warmup)
