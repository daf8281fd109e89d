# 0, then beta
# expect: jumps at the end
def kl_anneal(step, warmup, beta):
    return 0.0 if step < warmup else beta
