# log_softmax, gather and a mask
def next_token_loss(logits, targets, ignore_index=-100):
    counted = (targets != ignore_index).to(logits.dtype)
    safe = targets.masked_fill(targets == ignore_index, 0)
    each = -logits.log_softmax(-1).gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    return (each * counted).sum() / counted.sum()
