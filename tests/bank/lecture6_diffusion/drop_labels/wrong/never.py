# nothing is dropped
# expect: no label is dropped
def drop_labels(y, p, null_class):
    return y.clone()
