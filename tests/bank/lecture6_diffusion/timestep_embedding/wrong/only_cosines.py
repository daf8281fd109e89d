# cosines only
# expect: only cosines
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(dim) / dim)
    return torch.cos(t[:, None] * w)
