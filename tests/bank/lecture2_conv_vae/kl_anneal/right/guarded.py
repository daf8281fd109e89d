# with a guard for no warm-up
def kl_anneal(step, warmup, beta):
    return beta * min(max(step, 0) / max(warmup, 1), 1.0)
