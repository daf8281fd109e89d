# scatter of the largest
def top_k_filter(logits, k):
    best = logits.topk(min(k, logits.shape[-1]), -1)
    return torch.full_like(logits, -math.inf).scatter(-1, best.indices, best.values)
