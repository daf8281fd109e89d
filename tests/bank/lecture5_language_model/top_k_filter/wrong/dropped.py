# the largest are dropped
# expect: largest are dropped
def top_k_filter(logits, k):
    best = logits.topk(min(k, logits.shape[-1]), -1).indices
    return logits.scatter(-1, best, -math.inf)
