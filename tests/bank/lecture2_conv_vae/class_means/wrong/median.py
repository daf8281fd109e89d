# medians
# expect: the median is taken
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].median(0).values for k in range(num_classes)])
