# D12: the number of tokens of row 0
# expect: row 0
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    keep = int((ordered[0].cumsum(-1) - ordered[0] < p).sum())
    dropped = (torch.arange(logits.shape[-1]) >= keep).expand_as(ordered)
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
