# divided by the number of classes
# expect: divided by the number of classes
def class_means(mu, y, num_classes):
    return one_hot(y, num_classes).to(mu.dtype).T @ mu / num_classes
