# the position in the batch
# expect: position in the batch
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    a = torch.arange(len(t))[:, None] * w
    return torch.cat([a.sin(), a.cos()], 1)
