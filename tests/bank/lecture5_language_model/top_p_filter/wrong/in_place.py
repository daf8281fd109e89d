# changes its input
# expect: changed its input
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    dropped = ordered.cumsum(-1) - ordered >= p
    return logits.masked_fill_(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
