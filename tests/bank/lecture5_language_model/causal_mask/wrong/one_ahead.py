# one position of the future
# expect: future is let through
def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril(1)
