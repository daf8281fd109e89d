# sorted logits come back
# expect: order of the vocabulary is lost
def top_p_filter(logits, p):
    ordered = logits.sort(-1, descending=True).values
    q = ordered.softmax(-1)
    return ordered.masked_fill(q.cumsum(-1) - q >= p, -math.inf)
