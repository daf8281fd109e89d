# a loop
def linear_betas(T, start=1e-4, end=0.02):
    return torch.tensor([start + (end - start) * t / (T - 1) for t in range(T)], dtype=torch.float64)
