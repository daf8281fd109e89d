# adds one step at a time
def kl_anneal(step, warmup, beta):
    weight = 0.0
    for _ in range(min(step, warmup)):
        weight += beta / warmup
    return weight
