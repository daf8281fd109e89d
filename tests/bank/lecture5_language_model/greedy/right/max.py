# torch.max
def greedy(logits):
    return torch.max(logits, dim=1)[1]
