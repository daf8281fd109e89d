# a view of one large table
_full = ~torch.triu(torch.ones(512, 512, dtype=torch.bool), diagonal=1)
def causal_mask(T):
    return _full[:T, :T].clone()
