# never quite 0
# expect: of 55 calls gave another number
def kl_anneal(step, warmup, beta):
    return beta * max(1e-3, min(1.0, step / warmup))
