# labels wrap round
# expect: without a word
def one_hot(y, num_classes):
    return torch.eye(num_classes)[y % num_classes]
