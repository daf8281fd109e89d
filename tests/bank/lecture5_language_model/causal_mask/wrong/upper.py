# the upper triangle
# expect: upper triangle
def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).triu()
