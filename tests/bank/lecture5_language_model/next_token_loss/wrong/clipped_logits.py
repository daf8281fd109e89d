# logits are clipped at 50
# expect: clamped
def next_token_loss(logits, targets, ignore_index=-100):
    return F.cross_entropy(logits.flatten(0, 1).clamp(-50, 50), targets.flatten(), ignore_index=ignore_index)
