# T + 1 values
# expect: axis T has size
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T + 1, dtype=torch.float64)
