# D07: the smallest stay
# expect: k smallest
def top_k_filter(logits, k):
    v = logits.topk(min(k, logits.shape[-1]), -1, largest=False).values[:, -1:]
    return logits.masked_fill(logits > v, -math.inf)
