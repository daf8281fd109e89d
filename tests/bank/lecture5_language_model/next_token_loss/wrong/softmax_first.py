# E01: softmax before the cross-entropy
# expect: softmax is applied before
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits.softmax(-1).flatten(0, 1), targets.flatten(), ignore_index=ignore_index)
