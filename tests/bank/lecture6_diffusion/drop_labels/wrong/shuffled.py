# the others are shuffled
# expect: changed that were not dropped
def drop_labels(y, p, null_class):
    return y[torch.randperm(len(y))].masked_fill(torch.rand(y.shape) < p, null_class)
