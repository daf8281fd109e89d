# D12: the threshold of row 0
# expect: of row 0
def top_k_filter(logits, k):
    v = logits.topk(min(k, logits.shape[-1]), -1).values[0, -1]
    return logits.masked_fill(logits < v, -math.inf)
