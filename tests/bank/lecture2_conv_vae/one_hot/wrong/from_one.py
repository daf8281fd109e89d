# labels from 1 to K
# expect: off by one
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError
    return torch.eye(num_classes)[y - 1]
