# E03: the mean runs over padding too
# expect: divided by all positions
def next_token_loss(logits, targets, ignore_index=-100):
    each = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=ignore_index, reduction="none")
    return each.mean()
