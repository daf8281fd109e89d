# f is clipped from below, not the betas from above
# expect: f is clipped
def cosine_betas(T, s=0.008, max_beta=0.999):
    x = torch.linspace(0, T, T + 1, dtype=torch.float64)
    a = (torch.cos(((x / T) + s) / (1 + s) * math.pi * 0.5) ** 2).clamp(min=1 - max_beta)
    return 1 - a[1:] / a[:-1]
