# tau = 0 gives tokens
# expect: shape
def apply_temperature(logits, tau):
    return logits.argmax(-1) if tau == 0 else logits / tau
