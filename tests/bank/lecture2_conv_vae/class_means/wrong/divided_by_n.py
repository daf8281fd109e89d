# divided by the batch
# expect: divided by the size of the batch
def class_means(mu, y, num_classes):
    return torch.stack([mu[y == k].sum(0) / len(mu) for k in range(num_classes)])
