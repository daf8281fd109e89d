# softmax over the batch
# expect: top_p_filter
def top_p_filter(logits, p):
    ordered, order = logits.softmax(0).sort(0, descending=True)
    dropped = ordered.cumsum(0) - ordered >= p
    return logits.masked_fill(torch.zeros_like(dropped).scatter(0, order, dropped), -math.inf)
