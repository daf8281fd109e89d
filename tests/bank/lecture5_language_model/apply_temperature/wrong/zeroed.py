# at 0 the others get the logit 0
# expect: the others get the logit 0
def apply_temperature(logits, tau):
    if tau == 0:
        return logits * (logits == logits.amax(-1, keepdim=True))
    return logits / tau
