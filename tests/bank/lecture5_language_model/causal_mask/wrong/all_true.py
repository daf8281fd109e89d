# everything
# expect: everything is True
def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool)
