# frequencies are drawn in each call
# expect: drawn anew in each call
def timestep_embedding(t, dim):
    f = torch.rand(dim // 2)
    a = t[:, None].float() * f
    return torch.cat([a.sin(), a.cos()], 1)
