# classes from 1 to K
# expect: classes are off by one
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k % num_classes].mean(0) for k in range(1, num_classes + 1)])
