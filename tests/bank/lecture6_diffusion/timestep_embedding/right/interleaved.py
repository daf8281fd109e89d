# interleaved, as in the transformer
def timestep_embedding(t, dim):
    w = 10000.0 ** (-torch.arange(0, dim, 2) / dim)
    out = torch.zeros(len(t), dim)
    out[:, 0::2] = torch.sin(t[:, None] * w)
    out[:, 1::2] = torch.cos(t[:, None] * w)
    return out
