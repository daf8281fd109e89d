# E02: view after a wrong permute
# expect: scrambles positions and vocabulary
def next_token_loss(logits, targets, ignore_index=-100):
    V = logits.shape[-1]
    return F.cross_entropy(logits.permute(0, 2, 1).reshape(-1, V), targets.flatten(), ignore_index=ignore_index)
