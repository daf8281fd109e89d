# by ranks
def top_k_filter(logits, k):
    ranks = logits.argsort(-1, descending=True).argsort(-1)
    return torch.where(ranks < k, logits, -math.inf)
