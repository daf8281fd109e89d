# a loop over rows
def greedy(logits):
    return torch.stack([row.argmax() for row in logits])
