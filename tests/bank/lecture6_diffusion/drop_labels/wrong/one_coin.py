# one coin for the batch
# expect: one coin
def drop_labels(y, p, null_class):
    return torch.full_like(y, null_class) if torch.rand(()) < p else y.clone()
