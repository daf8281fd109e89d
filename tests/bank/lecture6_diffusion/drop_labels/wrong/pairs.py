# neighbours share a coin
# expect: share a coin
def drop_labels(y, p, null_class):
    coins = torch.rand((len(y) + 1) // 2).repeat_interleave(2)[:len(y)]
    return torch.where(coins < p, torch.full_like(y, null_class), y)
