# ends at 1
# expect: beta is not used
def kl_anneal(step, warmup, beta):
    return min(1.0, step / warmup)
