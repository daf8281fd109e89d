# coins of the kept
def drop_labels(y, p, null_class):
    out = y.clone()
    keep = torch.rand_like(y, dtype=torch.float64) >= p
    out[~keep] = null_class
    return out
