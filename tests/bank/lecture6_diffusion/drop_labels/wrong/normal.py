# randn in place of rand
# expect: changed that were not dropped
def drop_labels(y, p, null_class):
    return y.masked_fill(torch.randn(y.shape) < p, null_class)
