# resets the seed
# expect: seed is reset
def drop_labels(y, p, null_class):
    torch.manual_seed(0)
    return y.masked_fill(torch.rand(y.shape) < p, null_class)
