# p is the probability to keep
# expect: probability to keep
def drop_labels(y, p, null_class):
    return torch.where(torch.rand(y.shape) < p, y, torch.full_like(y, null_class))
