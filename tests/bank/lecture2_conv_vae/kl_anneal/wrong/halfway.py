# full weight at half the warm-up
# expect: half the warm-up
def kl_anneal(step, warmup, beta):
    return beta * min(1.0, 2 * step / warmup)
