# inverse of the distribution function
def sample_token(logits):
    q = logits.softmax(-1).cumsum(-1)
    u = torch.rand(len(logits), 1, dtype=q.dtype) * q[:, -1:]
    return torch.searchsorted(q, u, right=True)[:, 0].clamp(max=logits.shape[-1] - 1)
