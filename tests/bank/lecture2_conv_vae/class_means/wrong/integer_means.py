# rounded
# expect: means are rounded
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].mean(0).round() for k in range(num_classes)])
