# // in place of /
# expect: // used where /
def kl_anneal(step, warmup, beta):
    return beta * min(1, step // warmup)
