# a threshold on probabilities
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    count = ((ordered.cumsum(-1) - ordered) < p).sum(-1, keepdim=True).clamp(min=1)
    least = ordered.gather(-1, count - 1)
    return logits.masked_fill(logits.softmax(-1) < least, -math.inf)
