# of the absolute value
# expect: absolute value
def greedy(logits):
    return logits.abs().argmax(-1)
