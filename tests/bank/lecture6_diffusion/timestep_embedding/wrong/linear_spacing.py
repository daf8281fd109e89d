# frequencies are evenly spaced
# expect: not spread geometrically
def timestep_embedding(t, dim):
    f = torch.linspace(1, 1e-4, dim // 2)
    a = t[:, None].float() * f
    return torch.cat([a.sin(), a.cos()], 1)
