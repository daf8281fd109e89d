# assert in place of ValueError
# expect: AssertionError is raised
import torch.nn.functional as F


def one_hot(y, num_classes):
    assert ((y >= 0) & (y < num_classes)).all()
    return F.one_hot(y, num_classes).float()
