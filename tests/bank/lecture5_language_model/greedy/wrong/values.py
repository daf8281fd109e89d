# the largest logit, not its place
# expect: int64
def greedy(logits):
    return logits.max(dim=-1).values
