# dim / 2 columns
# expect: axis dim has size
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    return (t[:, None] * w).sin()
