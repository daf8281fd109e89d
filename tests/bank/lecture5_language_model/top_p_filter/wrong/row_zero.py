# D12: the mask of row 0
# expect: row 0
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    dropped = ordered.cumsum(-1) - ordered >= p
    mask = torch.zeros_like(dropped).scatter(-1, order, dropped)[0]
    return logits.masked_fill(mask, -math.inf)
