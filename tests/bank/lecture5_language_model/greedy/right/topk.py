# topk of the softmax
def greedy(logits):
    return logits.softmax(-1).topk(1, dim=-1).indices.squeeze(-1)
