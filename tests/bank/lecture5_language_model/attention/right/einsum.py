# einsum
def attention(q, k, v, mask=None):
    scores = torch.einsum("...te,...se->...ts", q, k) * q.shape[-1] ** -0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    return weights @ v, weights
