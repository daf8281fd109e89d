# each probability against p
# expect: each probability is compared
def top_p_filter(logits, p):
    q = logits.softmax(-1)
    return logits.masked_fill((q < p) & (q < q.amax(-1, keepdim=True)), -math.inf)
