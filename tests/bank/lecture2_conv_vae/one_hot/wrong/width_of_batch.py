# as wide as the largest label
# expect: num_classes is not used
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError
    return F.one_hot(y).float()
