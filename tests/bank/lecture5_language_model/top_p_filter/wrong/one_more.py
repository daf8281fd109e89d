# one token too many
# expect: one token too many
def top_p_filter(logits, p):
    ordered, order = logits.softmax(-1).sort(-1, descending=True)
    cum = ordered.cumsum(-1)
    dropped = F.pad((cum - ordered >= p)[:, :-1], (1, 0), value=False)
    dropped[:, 0] = False
    return logits.masked_fill(torch.zeros_like(dropped).scatter(-1, order, dropped), -math.inf)
