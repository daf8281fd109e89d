# scaled by sqrt(2), other base
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.logspace(0, -3.5, half)
    a = t[:, None] * w
    return math.sqrt(2) * torch.cat([a.sin(), a.cos()], 1)
