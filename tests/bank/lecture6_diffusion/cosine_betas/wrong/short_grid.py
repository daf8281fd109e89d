# T points, and a beta in front
# expect: grid has T points
def cosine_betas(T, s=0.008, max_beta=0.999):
    u = torch.linspace(0, 1, T, dtype=torch.float64)
    f = torch.cos((u + s) / (1 + s) * math.pi / 2) ** 2
    betas = 1 - f[1:] / f[:-1]
    return torch.cat([torch.zeros(1).double(), betas]).clamp(max=max_beta)
