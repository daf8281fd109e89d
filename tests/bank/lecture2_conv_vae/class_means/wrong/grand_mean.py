# y is not used
# expect: y is not used
def class_means(mu, y, num_classes):
    return mu.mean(0).repeat(num_classes, 1)
