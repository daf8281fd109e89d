# a tiny temperature stands for 0
def apply_temperature(logits, tau):
    return (logits - logits.max(-1, keepdim=True).values) / max(tau, 1e-8)
