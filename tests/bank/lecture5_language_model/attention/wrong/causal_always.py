# adds a causal mask when none is given
# expect: although none is given
def attention(q, k, v, mask=None):
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is None:
        mask = torch.ones(s.shape[-2:]).tril().bool()
    s = s.masked_fill(~mask, -math.inf)
    w = s.softmax(-1)
    return w @ v, w
