# a row of zeros out of range
# expect: row of zeros
def one_hot(y, num_classes):
    return (y[:, None] == torch.arange(num_classes)).float()
