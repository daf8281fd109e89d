# D12: the mask of row 0
# expect: mask of row 0
def top_k_filter(logits, k):
    best = logits.topk(min(k, logits.shape[-1]), -1).indices[0]
    out = torch.full_like(logits, -math.inf)
    out[:, best] = logits[:, best]
    return out
