# log of softmax
# expect: logarithm of a softmax
def next_token_loss(logits, targets, ignore_index=-100):
    counted = targets != ignore_index
    p = logits.softmax(-1)[counted]
    return -p.gather(-1, targets[counted][:, None]).log().mean()
