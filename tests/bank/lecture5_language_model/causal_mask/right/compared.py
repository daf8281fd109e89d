# positions compared
def causal_mask(T):
    return torch.arange(T)[:, None] >= torch.arange(T)
