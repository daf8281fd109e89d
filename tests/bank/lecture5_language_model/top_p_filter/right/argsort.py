# unsorted by a second argsort
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    kept = (ordered.cumsum(-1) - ordered) < p
    kept = kept.gather(-1, order.argsort(-1))
    return torch.where(kept, logits, -math.inf)
