# a cosine
# expect: is a cosine
def kl_anneal(step, warmup, beta):
    return beta * 0.5 * (1 - math.cos(math.pi * min(1.0, step / warmup)))
