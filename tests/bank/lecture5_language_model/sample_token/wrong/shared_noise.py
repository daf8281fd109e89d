# the same uniform number for all rows
# expect: rows
def sample_token(logits):
    q = logits.softmax(-1).cumsum(-1)
    return (q < torch.rand(1, dtype=q.dtype)).sum(-1).clamp(max=logits.shape[-1] - 1)
