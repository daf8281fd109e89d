# log10 in place of log
# expect: not spread geometrically
def timestep_embedding(t, dim):
    half = dim // 2
    f = torch.exp(-math.log10(10_000) * torch.arange(half) / half)
    a = t[:, None].float() * f
    return torch.cat([a.sin(), a.cos()], 1)
