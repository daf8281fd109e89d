# one number a class
# expect: one number a class
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].mean() for k in range(num_classes)])
