# by lerp
def linear_betas(T, start=1e-4, end=0.02):
    share = torch.linspace(0, 1, T, dtype=torch.float64)
    return torch.lerp(torch.tensor(start, dtype=torch.float64) + 0 * share, torch.tensor(end, dtype=torch.float64).expand(T), share)
