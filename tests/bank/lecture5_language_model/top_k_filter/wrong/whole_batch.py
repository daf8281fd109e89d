# one threshold for the batch
# expect: one threshold serves the whole batch
def top_k_filter(logits, k):
    v = logits.flatten().topk(min(k * len(logits), logits.numel())).values[-1]
    return logits.masked_fill(logits < v, -math.inf)
