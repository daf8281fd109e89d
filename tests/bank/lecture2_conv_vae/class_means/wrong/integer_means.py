# rounded
# expect: values of shape
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].mean(0).round() for k in range(num_classes)])
