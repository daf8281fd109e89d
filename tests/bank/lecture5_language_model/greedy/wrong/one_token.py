# one token for all
# expect: one token for the whole batch
def greedy(logits):
    return logits.argmax()
