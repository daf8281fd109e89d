# scatter
def one_hot(y, num_classes):
    if int(y.min()) < 0 or int(y.max()) > num_classes - 1:
        raise ValueError
    return torch.zeros(len(y), num_classes).scatter_(1, y[:, None], 1.0)
