# sines only
# expect: only sines
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(dim) / dim)
    return torch.sin(t[:, None] * w)
