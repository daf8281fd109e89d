# the labels are removed
# expect: axis N
def drop_labels(y, p, null_class):
    return y[torch.rand(y.shape) >= p]
