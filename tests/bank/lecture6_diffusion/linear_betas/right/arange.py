# by hand
def linear_betas(T, start=1e-4, end=0.02):
    step = (end - start) / max(T - 1, 1)
    return start + step * torch.arange(T).double()
