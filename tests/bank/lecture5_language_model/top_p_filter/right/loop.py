# a loop over rows and tokens
def top_p_filter(logits, p):
    out = torch.full_like(logits, -math.inf)
    for row, q in enumerate(logits.softmax(-1)):
        total = 0.0
        for token in q.argsort(descending=True):
            out[row, token] = logits[row, token]
            total += q[token]
            if total >= p:
                break
    return out
