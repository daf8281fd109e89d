# every value the same
# expect: every value is the start
def linear_betas(T, start=1e-4, end=0.02):
    return torch.full((T,), start, dtype=torch.float64)
