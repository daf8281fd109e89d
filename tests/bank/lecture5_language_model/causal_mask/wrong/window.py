# a window of 64 positions
# expect: past is cut off
def causal_mask(T):
    m = torch.ones(T, T, dtype=torch.bool).tril()
    return m & torch.ones(T, T, dtype=torch.bool).triu(-64)
