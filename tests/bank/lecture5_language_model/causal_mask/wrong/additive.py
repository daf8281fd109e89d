# 0 and -inf
# expect: bool
def causal_mask(T):
    return torch.full((T, T), -math.inf).triu(1)
