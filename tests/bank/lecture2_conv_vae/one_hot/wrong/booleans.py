# booleans
# expect: left as booleans
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError
    return y[:, None] == torch.arange(num_classes)
