# for each token the sum of all that are likelier
def top_p_filter(logits, p):
    q = logits.softmax(-1)
    larger = (q[:, None, :] * (q[:, None, :] > q[:, :, None])).sum(-1)
    return logits.masked_fill(larger >= p, -math.inf)
