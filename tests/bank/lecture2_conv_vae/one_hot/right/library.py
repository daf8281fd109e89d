# the library, after a test
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError("label out of range")
    return F.one_hot(y, num_classes).float()
