# the default of end is ten times too large
# expect: a default is wrong
def linear_betas(T, start=1e-4, end=0.2):
    return torch.linspace(start, end, T, dtype=torch.float64)
