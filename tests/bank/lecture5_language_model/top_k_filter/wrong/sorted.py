# in sorted order
# expect: order of the vocabulary
def top_k_filter(logits, k):
    s = logits.sort(-1, descending=True).values
    s[:, k:] = -math.inf
    return s
