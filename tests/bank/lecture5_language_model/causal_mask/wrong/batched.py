# two more axes
# expect: axes
def causal_mask(T):
    return torch.ones(1, 1, T, T, dtype=torch.bool).tril()
