# D02: probabilities come back
# expect: probabilities came back
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    dropped = ordered.cumsum(-1) - ordered >= p
    q = logits.softmax(-1)
    return q.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), 0.0)
