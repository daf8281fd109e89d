# an assertion
# expect: AssertionError is raised
def one_hot(y, num_classes):
    assert y.min() >= 0 and y.max() < num_classes
    return torch.eye(num_classes)[y]
