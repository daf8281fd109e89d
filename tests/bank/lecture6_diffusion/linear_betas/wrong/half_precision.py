# computed in half precision
# expect: values are rounded
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start, end, T).half().double()
