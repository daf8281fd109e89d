# changes its input
# expect: changed its input
def apply_temperature(logits, tau):
    if tau == 0:
        return torch.full_like(logits, -math.inf).scatter(-1, logits.argmax(-1, keepdim=True), 0.0)
    return logits.div_(tau)
