# assignment by index
class LabelError(ValueError): ...
def one_hot(y, num_classes):
    out = torch.zeros(y.shape[0], num_classes)
    for row, label in enumerate(y.tolist()):
        if label not in range(num_classes):
            raise LabelError(label)
        out[row, label] = 1.0
    return out
