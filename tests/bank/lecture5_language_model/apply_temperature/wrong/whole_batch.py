# tau = 0 keeps one token of the whole batch
# expect: whole batch
def apply_temperature(logits, tau):
    if tau == 0:
        return torch.where(logits == logits.max(), logits, -1e9)
    return logits / tau
