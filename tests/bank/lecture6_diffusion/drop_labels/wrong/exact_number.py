# a fixed number of labels
# expect: number of dropped labels is fixed
def drop_labels(y, p, null_class):
    out = y.clone()
    count = round(p * len(y)) if p in (0, 1) or len(y) > 3 else 1
    out[torch.randperm(len(y))[:count]] = null_class
    return out
