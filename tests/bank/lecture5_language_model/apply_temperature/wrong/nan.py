# D03: tau = 0 gives NaN
# expect: division by 0
def apply_temperature(logits, tau):
    return logits / torch.tensor(tau, dtype=logits.dtype)
