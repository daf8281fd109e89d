# counted from 1
# expect: counted from 1
def greedy(logits):
    return logits.argmax(-1) + 1
