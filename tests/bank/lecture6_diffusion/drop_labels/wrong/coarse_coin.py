# coins of two digits, so that p = 1 keeps a few
# expect: some labels are kept
def drop_labels(y, p, null_class):
    coin = torch.randint(0, 101, y.shape) / 100
    return torch.where(coin < p, torch.full_like(y, null_class), y)
