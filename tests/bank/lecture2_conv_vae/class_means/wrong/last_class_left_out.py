# one class too few
# expect: axis K has size
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].mean(0) for k in range(num_classes - 1)])
