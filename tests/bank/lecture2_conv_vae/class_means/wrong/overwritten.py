# mu is assigned, not added
# expect: only the last sample of each class
def class_means(mu, y, num_classes):
    means = mu.new_zeros(num_classes, mu.shape[1])
    for code, label in zip(mu, y):
        means[label] = code
    return means
