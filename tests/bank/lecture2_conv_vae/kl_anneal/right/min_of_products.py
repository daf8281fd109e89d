# the smaller of line and beta
def kl_anneal(step, warmup, beta):
    return min(beta, step * (beta / warmup))
