# tril of ones, compared
def causal_mask(T):
    return torch.tril(torch.ones(T, T)) == 1
