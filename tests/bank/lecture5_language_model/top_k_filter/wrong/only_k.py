# (B, k)
# expect: shape
def top_k_filter(logits, k):
    return logits.topk(min(k, logits.shape[-1]), -1).values
