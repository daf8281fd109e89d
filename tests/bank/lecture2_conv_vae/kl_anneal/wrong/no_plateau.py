# rises for ever
# expect: goes on rising
def kl_anneal(step, warmup, beta):
    return beta * step / warmup
