# shifts the targets again
# expect: shifted again
def next_token_loss(logits, targets, ignore_index=-100):
    if logits.shape[1] == 1:
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=ignore_index)
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), targets[:, 1:].flatten(), ignore_index=ignore_index)
