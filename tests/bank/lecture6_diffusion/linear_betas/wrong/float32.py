# in float32
# expect: is float32, not float64
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T)
