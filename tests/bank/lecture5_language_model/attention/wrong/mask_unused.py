# A01: the mask is not used
# expect: mask is not used
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        pass
    weights = scores.softmax(-1)
    return weights @ v, weights
