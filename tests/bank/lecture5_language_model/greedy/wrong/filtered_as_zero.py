# filtered tokens count as 0
# expect: out, with the logit -inf
def greedy(logits):
    return logits.nan_to_num(neginf=0.0).argmax(-1)
