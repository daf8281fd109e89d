# masked after the softmax, and normalised again
def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e30)
    weights = torch.exp(scores - scores.logsumexp(-1, keepdim=True))
    return weights @ v, weights
