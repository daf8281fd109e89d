# integer division makes all frequencies 1
# expect: same frequency
def timestep_embedding(t, dim):
    half = dim // 2
    w = 1.0 / 10000.0 ** (torch.arange(half) // half)
    a = t[:, None] * w
    return torch.cat([a.sin(), a.cos()], 1)
