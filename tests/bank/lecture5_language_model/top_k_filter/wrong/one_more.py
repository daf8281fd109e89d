# D04: one too many
# expect: one token too many
def top_k_filter(logits, k):
    v = logits.sort(-1, descending=True).values[:, min(k, logits.shape[-1] - 1)][:, None]
    return logits.masked_fill(logits < v, -math.inf)
