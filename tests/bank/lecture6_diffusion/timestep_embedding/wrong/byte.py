# t is cast to uint8
# expect: small integer type
def timestep_embedding(t, dim):
    half = dim // 2
    f = torch.exp(-math.log(10_000) * torch.arange(half) / half)
    a = t.to(torch.uint8)[:, None].float() * f
    return torch.cat([a.sin(), a.cos()], 1)
