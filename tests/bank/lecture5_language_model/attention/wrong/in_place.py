# k is changed in place
# expect: changed its input
def attention(q, k, v, mask=None):
    scores = q @ k.mul_(1 / math.sqrt(q.shape[-1])).transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    return weights @ v, weights
