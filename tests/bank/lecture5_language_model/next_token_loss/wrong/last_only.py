# the last position only
# expect: only the last position
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits[:, -1], targets[:, -1], ignore_index=ignore_index)
