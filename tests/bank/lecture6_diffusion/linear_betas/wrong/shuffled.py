# the betas in random order
# expect: in another order
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T, dtype=torch.float64)[torch.randperm(T)]
