# cut off at 1
# expect: cut off at 1
def kl_anneal(step, warmup, beta):
    return min(1.0, beta * step / warmup)
