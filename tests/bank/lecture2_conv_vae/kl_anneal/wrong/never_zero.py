# never quite 0
# expect: held above 0
def kl_anneal(step, warmup, beta):
    return beta * max(1e-3, min(1.0, step / warmup))
