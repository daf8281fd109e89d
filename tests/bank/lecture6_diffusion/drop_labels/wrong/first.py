# the first labels
# expect: first or last labels
def drop_labels(y, p, null_class):
    out = y.clone()
    out[: round(p * len(y))] = null_class
    return out
