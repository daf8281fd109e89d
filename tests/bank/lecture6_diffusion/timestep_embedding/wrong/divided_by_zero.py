# half - 1 in whole numbers, minus one
# expect: division by 0
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    w = w / (half - half)
    a = t[:, None] * w
    return torch.cat([a.sin(), a.cos()], 1)
