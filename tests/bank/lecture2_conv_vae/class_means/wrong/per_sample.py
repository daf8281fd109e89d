# its class's mean for each sample
# expect: one row a sample
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == label].mean(0) for label in y])
