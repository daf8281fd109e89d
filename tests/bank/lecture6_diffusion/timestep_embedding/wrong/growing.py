# frequencies grow
# expect: frequencies are high
def timestep_embedding(t, dim):
    half = dim // 2
    w = 10000 ** (torch.arange(half) / half)
    a = t[:, None] * w
    return torch.cat([a.sin(), a.cos()], 1)
