# rescaled by 1000 / T
# expect: rescaled by 1000 / T
def linear_betas(T, start=1e-4, end=0.02):
    scale = 1000 / T
    return torch.linspace(scale * start, scale * end, T, dtype=torch.float64)
