# t divided by 1000 twice
# expect: too low
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    a = t[:, None] / 1e5 * w
    return torch.cat([a.sin(), a.cos()], 1)
