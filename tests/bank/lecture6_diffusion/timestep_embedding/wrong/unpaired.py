# sine and cosine of different frequencies
# expect: pairs of the same frequency
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(dim) / dim)
    a = t[:, None] * w
    return torch.cat([a[:, :half].sin(), a[:, half:].cos()], 1)
