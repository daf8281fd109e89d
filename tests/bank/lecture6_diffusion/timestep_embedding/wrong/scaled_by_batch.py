# t divided by the largest of the batch
# expect: scaled by the batch
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    a = 1000 * t[:, None] / t.max().clamp(min=1) * w
    return torch.cat([a.sin(), a.cos()], 1)
