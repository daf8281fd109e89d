# kthvalue
def top_k_filter(logits, k):
    V = logits.size(-1)
    v = logits.kthvalue(V - min(k, V) + 1, -1, keepdim=True).values
    return logits.masked_fill(logits < v, float('-inf'))
