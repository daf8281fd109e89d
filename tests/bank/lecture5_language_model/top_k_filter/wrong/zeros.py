# 0 in place of -inf
# expect: logit 0
def top_k_filter(logits, k):
    v = logits.topk(min(k, logits.shape[-1]), -1).values[:, -1:]
    return logits.masked_fill(logits < v, 0.0)
