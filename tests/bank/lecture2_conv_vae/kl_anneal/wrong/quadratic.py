# a square
# expect: quadratic
def kl_anneal(step, warmup, beta):
    return beta * min(1.0, step / warmup) ** 2
