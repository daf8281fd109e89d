# unit length
# expect: scaled to length 1
def class_means(mu, y, num_classes):
    return F.normalize(torch.stack([mu[y == k].mean(0) for k in range(num_classes)]), dim=1)
