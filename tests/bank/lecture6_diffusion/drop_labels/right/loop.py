# a loop with random
import random


def drop_labels(y, p, null_class):
    return torch.tensor([null_class if random.random() < p else int(label) for label in y])
