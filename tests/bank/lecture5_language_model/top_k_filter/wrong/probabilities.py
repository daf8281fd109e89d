# D05: probabilities with zeros
# expect: probabilities came back
def top_k_filter(logits, k):
    p = logits.softmax(-1)
    v = p.topk(min(k, logits.shape[-1]), -1).values[:, -1:]
    return p.masked_fill(p < v, 0.0)
