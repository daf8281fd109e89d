# as if all classes were equally large
# expect: equally large
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].sum(0) * num_classes / len(mu) for k in range(num_classes)])
