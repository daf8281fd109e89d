# argsort
def greedy(logits):
    return logits.argsort(dim=-1, descending=True)[..., 0]
