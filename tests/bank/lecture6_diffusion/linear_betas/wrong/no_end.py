# the end is left out
# expect: end is left out
def linear_betas(T, start=1e-4, end=0.02):
    return torch.arange(T, dtype=torch.float64) * (end - start) / T + start
