# starts again after four warm-ups
# expect: starts anew
def kl_anneal(step, warmup, beta):
    return beta * min((step % (4 * warmup)) / warmup, 1.0)
