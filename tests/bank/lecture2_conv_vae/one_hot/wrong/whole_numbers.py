# whole numbers
# expect: left as integers
def one_hot(y, num_classes):
    if y.min() < 0 or y.max() >= num_classes:
        raise ValueError
    return F.one_hot(y, num_classes)
