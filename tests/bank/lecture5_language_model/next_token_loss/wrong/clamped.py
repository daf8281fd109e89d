# log of softmax, clamped
# expect: logarithm of a probability is clamped
def next_token_loss(logits, targets, ignore_index=-100):
    counted = targets != ignore_index
    p = logits.softmax(-1)[counted].clamp_min(1e-9)
    return -p.gather(-1, targets[counted][:, None]).log().mean()
