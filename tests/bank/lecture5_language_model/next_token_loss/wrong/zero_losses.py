# the mean is over the losses that are not 0
# expect: whose loss is 0 are not counted
def next_token_loss(logits, targets, ignore_index=-100):
    each = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none", ignore_index=ignore_index)
    return each.sum() / (each != 0).sum()
