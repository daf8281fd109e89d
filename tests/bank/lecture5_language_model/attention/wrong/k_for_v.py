# the keys are averaged
# expect: out = weights @ v
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    out = weights @ k
    width = v.shape[-1]
    return torch.cat([out] * width, -1)[..., :width], weights
