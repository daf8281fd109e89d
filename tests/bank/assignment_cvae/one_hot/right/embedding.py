# F.embedding of the unit matrix, IndexError turned
import torch
def one_hot(y, num_classes, **_):
    try:
        return torch.nn.functional.embedding(y, torch.eye(num_classes))
    except IndexError as e:
        raise ValueError(str(e)) from e
