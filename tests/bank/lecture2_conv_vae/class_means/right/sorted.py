# sorted, then split
def class_means(mu, y, num_classes):
    order = torch.argsort(y, stable=True)
    sizes = torch.bincount(y, minlength=num_classes).tolist()
    return torch.stack([part.mean(0) for part in mu[order].split(sizes)])
