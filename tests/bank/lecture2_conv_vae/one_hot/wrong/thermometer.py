# all columns up to y
# expect: all columns up to y
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError
    return (torch.arange(num_classes) <= y[:, None]).float()
