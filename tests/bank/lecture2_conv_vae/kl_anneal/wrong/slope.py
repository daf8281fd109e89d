# slope 1 / warmup
# expect: slope is 1 / warmup
def kl_anneal(step, warmup, beta):
    return min(beta, step / warmup)
