# ascending, from the tail
def top_p_filter(logits, p):
    ordered, order = logits.sort(-1)
    dropped = ordered.softmax(-1).cumsum(-1) <= 1 - p
    dropped[:, -1:] = False
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
