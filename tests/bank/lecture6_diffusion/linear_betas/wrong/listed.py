# returns a list
# expect: torch.stack
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T, dtype=torch.float64).tolist()
