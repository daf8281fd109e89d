# rows as classes occur
# expect: classes occur
def class_means(mu, y, num_classes):
    seen = []
    for label in y.tolist():
        if label not in seen:
            seen.append(label)
    return torch.stack([mu[y == label].mean(0) for label in seen])
