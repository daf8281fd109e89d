# 2 dim columns
# expect: axis dim has size
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(dim) / dim)
    a = t[:, None] * w
    return torch.cat([a.sin(), a.cos()], 1)
