# starts anew
# expect: starts anew
def kl_anneal(step, warmup, beta):
    return beta * (step % warmup) / warmup
