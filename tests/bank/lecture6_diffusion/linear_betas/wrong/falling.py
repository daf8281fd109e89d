# start and end are swapped
# expect: start and end are swapped
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(end, start, T, dtype=torch.float64)
