# a position does not see itself
# expect: diagonal is False
def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril(-1)
