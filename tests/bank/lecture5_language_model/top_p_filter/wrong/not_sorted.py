# not sorted
# expect: not sorted
def top_p_filter(logits, p):
    q = logits.softmax(-1)
    return logits.masked_fill(q.cumsum(-1) - q >= p, -math.inf)
