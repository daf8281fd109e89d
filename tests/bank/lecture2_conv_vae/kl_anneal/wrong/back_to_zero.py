# 0 after the warm-up
# expect: falls back to 0
def kl_anneal(step, warmup, beta):
    return beta * step / warmup if step <= warmup else 0.0
