# D06: k above V fails
# expect: k above V
def top_k_filter(logits, k):
    v = logits.topk(k, -1).values[:, -1:]
    return logits.masked_fill(logits < v, -math.inf)
