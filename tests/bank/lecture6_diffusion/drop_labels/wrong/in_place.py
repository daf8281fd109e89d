# changes y
# expect: changed its input
def drop_labels(y, p, null_class):
    y[torch.rand(y.shape) < p] = null_class
    return y
