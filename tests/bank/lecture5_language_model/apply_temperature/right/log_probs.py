# of log-probabilities
def apply_temperature(logits, tau):
    log_p = logits.log_softmax(-1)
    if tau == 0:
        return log_p.masked_fill(log_p < log_p.amax(-1, keepdim=True), -math.inf)
    return log_p / tau
