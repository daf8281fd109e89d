# by a trigonometric identity
def cosine_betas(T, s=0.008, max_beta=0.999):
    a = (torch.arange(T + 1, dtype=torch.float64) / T + s) / (1 + s) * torch.pi / 2
    lo, hi = a[:-1], a[1:]
    return torch.minimum(torch.sin(hi + lo) * torch.sin(hi - lo) / torch.cos(lo) ** 2, torch.tensor(max_beta, dtype=torch.float64))
