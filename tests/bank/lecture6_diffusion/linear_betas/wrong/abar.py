# returns abar
# expect: this is abar
def linear_betas(T, start=1e-4, end=0.02):
    return torch.cumprod(1 - torch.linspace(start, end, T, dtype=torch.float64), 0)
