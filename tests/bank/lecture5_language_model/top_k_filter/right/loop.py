# a loop over rows
def top_k_filter(logits, k):
    out = logits.clone()
    for row in out:
        row[row.argsort(descending=True)[k:]] = -math.inf
    return out
