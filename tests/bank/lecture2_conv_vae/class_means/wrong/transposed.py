# (Z, K)
# expect: transposed
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].mean(0) for k in range(num_classes)], dim=1)
