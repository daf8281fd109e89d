# over the batch
# expect: top_k_filter
def top_k_filter(logits, k):
    v = logits.topk(min(k, len(logits)), 0).values[-1:]
    return logits.masked_fill(logits < v, -math.inf)
