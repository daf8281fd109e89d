# spaced geometrically
# expect: spaced geometrically
def linear_betas(T, start=1e-4, end=0.02):
    return torch.logspace(math.log10(start), math.log10(end), T, dtype=torch.float64)
