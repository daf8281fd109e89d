# returns alphas
# expect: these are the alphas
def linear_betas(T, start=1e-4, end=0.02):
    return 1 - torch.linspace(start, end, T, dtype=torch.float64)
