# a random class
# expect: something else than null_class
def drop_labels(y, p, null_class):
    return torch.where(torch.rand(y.shape) < p, torch.randint(0, null_class, y.shape), y)
