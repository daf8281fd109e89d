# divides by warmup - 1
# expect: one step early
def kl_anneal(step, warmup, beta):
    return beta * min(1.0, step / max(warmup - 1, 1))
