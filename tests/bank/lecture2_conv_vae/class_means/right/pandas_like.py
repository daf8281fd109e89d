# a dictionary of lists
def class_means(mu, y, num_classes):
    rows = {k: [] for k in range(num_classes)}
    for code, label in zip(mu, y):
        rows[label.item()].append(code)
    return torch.stack([sum(rows[k]) / len(rows[k]) for k in rows])
