# sums
# expect: sums are not divided
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].sum(0) for k in range(num_classes)])
