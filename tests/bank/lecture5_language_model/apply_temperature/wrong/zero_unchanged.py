# tau = 0 leaves the logits
# expect: must be greedy
def apply_temperature(logits, tau):
    return logits / tau if tau > 0 else logits
