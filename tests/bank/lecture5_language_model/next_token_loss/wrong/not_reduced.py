# one loss a position
# expect: take the mean
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
