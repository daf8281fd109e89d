# warmup and beta in each other's place
# expect: warmup and beta are swapped
def kl_anneal(step, beta, warmup):
    return min(step / warmup, 1.0) * beta


_right = kl_anneal


def kl_anneal(step, warmup, beta):
    return _right(step, warmup, beta)
