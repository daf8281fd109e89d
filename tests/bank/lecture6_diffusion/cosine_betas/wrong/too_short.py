# T - 1 values
# expect: axis T has size
def cosine_betas(T, s=0.008, max_beta=0.999):
    u = torch.linspace(0, 1, T, dtype=torch.float64)
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    return (1 - f[1:] / f[:-1]).clamp(max=max_beta)
