# D07: sorted in ascending order
# expect: least likely tokens stay
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1)
    dropped = ordered.cumsum(-1) - ordered >= p
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
