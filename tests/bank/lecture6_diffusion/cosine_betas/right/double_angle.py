# the square by the double angle
def cosine_betas(T, s=0.008, max_beta=0.999):
    u = torch.linspace(0, 1, T + 1, dtype=torch.float64)
    f = (1 + torch.cos((u + s) / (1 + s) * math.pi)) / 2
    return torch.minimum(1 - f[1:] / f[:-1], torch.tensor(max_beta, dtype=torch.float64))
