# -1 stands for none
# expect: become -1
def drop_labels(y, p, null_class):
    return y.masked_fill(torch.rand(y.shape) < p, -1)
