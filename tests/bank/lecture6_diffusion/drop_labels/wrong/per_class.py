# one coin for each class
# expect: one coin is thrown for each class
def drop_labels(y, p, null_class):
    coins = torch.rand(int(y.max()) + 1) < p
    return y.masked_fill(coins[y], null_class)
