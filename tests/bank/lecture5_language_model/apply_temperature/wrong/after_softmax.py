# D02: on probabilities
# expect: probabilities
def apply_temperature(logits, tau):
    if tau == 0:
        return torch.full_like(logits, -math.inf).scatter(-1, logits.argmax(-1, keepdim=True), 0.0)
    return logits.softmax(-1) / tau
