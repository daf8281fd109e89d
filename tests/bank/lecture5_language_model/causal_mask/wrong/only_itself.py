# the diagonal
# expect: only the diagonal
def causal_mask(T):
    return torch.eye(T, dtype=torch.bool)
