# relative to the largest
# expect: compared with the largest
def top_p_filter(logits, p):
    q = logits.softmax(-1)
    return logits.masked_fill(q < (1 - p) * q.amax(-1, keepdim=True), -math.inf)
