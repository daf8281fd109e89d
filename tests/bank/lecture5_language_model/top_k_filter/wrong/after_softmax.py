# D02: probabilities with -inf
# expect: probabilities came back
def top_k_filter(logits, k):
    p = logits.softmax(-1)
    v = p.topk(min(k, logits.shape[-1]), -1).values[:, -1:]
    return p.masked_fill(p < v, -math.inf)
