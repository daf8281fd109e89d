# (step + 1) / warmup
# expect: one step ahead
def kl_anneal(step, warmup, beta):
    return beta * min(1.0, (step + 1) / warmup)
