# accepts y == num_classes
# expect: raised where ValueError
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() > num_classes:
        raise ValueError
    return torch.zeros(len(y), num_classes).scatter_(1, y[:, None], 1.0)
