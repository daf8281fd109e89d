# along the wrong axis
# expect: axis
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    a = t[:, None] * w
    return torch.cat([a.sin(), a.cos()], 0)
