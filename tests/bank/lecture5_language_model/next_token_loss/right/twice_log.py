# log_softmax twice changes nothing
def next_token_loss(logits, targets, ignore_index=-100):
    return F.nll_loss(logits.log_softmax(-1).log_softmax(-1).flatten(0, 1), targets.reshape(-1), ignore_index=ignore_index)
