# label smoothing
# expect: label_smoothing
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=ignore_index, label_smoothing=0.1)
