# (B, V, T) for cross_entropy
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits.permute(0, 2, 1), targets, ignore_index=ignore_index)
