# changes its input
# expect: changed its input
def top_k_filter(logits, k):
    v = logits.topk(min(k, logits.shape[-1]), -1).values[:, -1:]
    logits[logits < v] = -math.inf
    return logits
