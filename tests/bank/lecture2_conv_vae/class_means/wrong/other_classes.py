# the complement of each class
# expect: all classes but k
def class_means(mu, y, num_classes):
    return torch.stack([mu[y != k].mean(0) for k in range(num_classes)])
