# returns deviations
# expect: square roots of the betas
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T, dtype=torch.float64).sqrt()
