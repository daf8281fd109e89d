# argmin
# expect: smallest logit
def greedy(logits):
    return logits.argmin(dim=-1)
