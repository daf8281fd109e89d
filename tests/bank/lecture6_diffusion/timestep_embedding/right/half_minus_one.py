# cos before sin, frequencies to exactly 1/10000
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(torch.arange(half, dtype=torch.float32) * -(math.log(10000) / (half - 1)))
    a = t.float()[:, None] * w[None]
    return torch.cat((a.cos(), a.sin()), dim=-1)
