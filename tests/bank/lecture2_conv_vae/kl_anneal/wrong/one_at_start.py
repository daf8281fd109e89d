# step 0 counts as not annealed
# expect: the weight at step 0 is 1
def kl_anneal(step, warmup, beta):
    return beta * min(1.0, step / warmup) if step else 1.0
