# a whole 0 at the start, whole numbers where they are whole
def kl_anneal(step, warmup, beta):
    if step == 0:
        return 0
    weight = beta * min(step, warmup) / warmup
    return int(weight) if weight == int(weight) else weight
