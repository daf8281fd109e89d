# the arguments are ignored
# expect: start and end are ignored
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(1e-4, 0.02, T, dtype=torch.float64)
