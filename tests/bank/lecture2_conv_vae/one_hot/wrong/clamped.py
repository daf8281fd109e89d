# labels are held in range
# expect: accepted without a word
def one_hot(y, num_classes):
    return F.one_hot(y.clamp(0, num_classes - 1), num_classes).float()
