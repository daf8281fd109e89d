# equal logits
# expect: the same logit
def top_k_filter(logits, k):
    best = logits.topk(min(k, logits.shape[-1]), -1).indices
    return torch.full_like(logits, -math.inf).scatter(-1, best, 0.0)
