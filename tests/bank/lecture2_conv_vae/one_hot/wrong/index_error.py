# an IndexError out of range
# expect: IndexError is raised where ValueError
def one_hot(y, num_classes):
    if y.min() < 0:
        raise ValueError
    return torch.eye(num_classes)[y]
