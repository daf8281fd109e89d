# gather in place of scatter
# expect: gather
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    dropped = ordered.cumsum(-1) - ordered >= p
    return logits.masked_fill(dropped.gather(-1, order), -math.inf)
