# softmax of probabilities
# expect: top_p_filter
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    q = ordered.softmax(-1)
    dropped = q.cumsum(-1) - q >= p
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
