# by dropout of ones
def drop_labels(y, p, null_class):
    if p >= 1:
        return torch.full_like(y, null_class)
    alive = F.dropout(torch.ones(y.shape), p) > 0
    return torch.where(alive, y, null_class)
