# a running sum
def class_means(mu, y, num_classes):
    means = mu.new_zeros(num_classes, mu.size(1))
    counts = [0] * num_classes
    for code, label in zip(mu, y.tolist()):
        counts[label] += 1
        means[label] += (code - means[label]) / counts[label]
    return means
