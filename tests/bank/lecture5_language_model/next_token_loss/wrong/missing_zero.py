# every 0 is taken for padding
# expect: next_token_loss
def next_token_loss(logits, targets, ignore_index=-100):
    counted = targets > 0
    log_p = logits.log_softmax(-1)[counted]
    return -log_p.gather(-1, targets[counted][:, None]).mean()
