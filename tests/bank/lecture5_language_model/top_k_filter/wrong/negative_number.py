# -1e9 in place of -inf
# expect: large negative number
def top_k_filter(logits, k):
    v = logits.topk(min(k, logits.shape[-1]), -1).values[:, -1:]
    return logits.masked_fill(logits < v, -1e9)
