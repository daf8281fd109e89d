# from 1 to beta
# expect: starts at 1
def kl_anneal(step, warmup, beta):
    return 1 + (beta - 1) * min(1.0, step / warmup)
