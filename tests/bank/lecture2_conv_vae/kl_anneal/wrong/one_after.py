# 1 after the warm-up
# expect: is 1 after the warm-up
def kl_anneal(step, warmup, beta):
    return beta * step / warmup if step < warmup else 1.0
