# (B, 1)
# expect: axis of size 1
def greedy(logits):
    return logits.argmax(dim=-1, keepdim=True)
