# coins in steps of 0.05, so that p = 1 keeps a few
# expect: some labels are kept
def drop_labels(y, p, null_class):
    coin = torch.randint(0, 21, y.shape) / 20
    return torch.where(coin < p, torch.full_like(y, null_class), y)
