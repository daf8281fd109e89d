# masked after the softmax
# expect: after the softmax
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        pass
    weights = scores.softmax(-1) if mask is None else scores.softmax(-1) * mask
    return weights @ v, weights
