# softmax over the positions
# expect: runs over the positions
def next_token_loss(logits, targets, ignore_index=-100):
    counted = targets != ignore_index
    log_p = logits.log_softmax(1)[counted]
    return -log_p.gather(-1, targets[counted][:, None]).mean()
