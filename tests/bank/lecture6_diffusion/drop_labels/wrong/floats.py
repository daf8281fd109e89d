# returns floats
# expect: not int64
def drop_labels(y, p, null_class):
    m = (torch.rand(y.shape) < p).float()
    return m * null_class + (1 - m) * y
