# beta from the start
# expect: there is no ramp
def kl_anneal(step, warmup, beta):
    return beta
