# a branch
def kl_anneal(step, warmup, beta):
    if step >= warmup:
        return beta
    return beta * step / warmup
