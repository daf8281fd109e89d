# logits are summed
# expect: top_p_filter
def top_p_filter(logits, p):
    ordered, order = logits.sort(-1, descending=True)
    dropped = ordered.cumsum(-1) > p
    dropped[:, 0] = False
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
