# a smooth step
# expect: smooth step
def kl_anneal(step, warmup, beta):
    if step >= warmup:
        return beta
    r = step / warmup
    return beta * r * r * (3 - 2 * r)
