# index_add and counts
def class_means(mu, y, num_classes):
    sums = torch.zeros(num_classes, mu.shape[1], dtype=mu.dtype).index_add_(0, y, mu)
    return sums / y.bincount(minlength=num_classes)[:, None]
