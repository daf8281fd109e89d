# negative labels count from the end
# expect: counts from the end
def one_hot(y, num_classes):
    if y.max() >= num_classes:
        raise ValueError
    return torch.eye(num_classes)[y]
