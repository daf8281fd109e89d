# numbers, not booleans
# expect: bool
def causal_mask(T):
    return torch.ones(T, T).tril()
