# a logistic curve
# expect: logistic
def kl_anneal(step, warmup, beta):
    return beta / (1 + math.exp(-10 * (step / warmup - 0.5)))
