# prints the weight
# expect: got None
def kl_anneal(step, warmup, beta):
    print(beta * min(1.0, step / warmup))
