# label 0 stands for none
# expect: become 0
def drop_labels(y, p, null_class):
    return torch.where(torch.rand(y.shape) < p, torch.zeros_like(y), y)
