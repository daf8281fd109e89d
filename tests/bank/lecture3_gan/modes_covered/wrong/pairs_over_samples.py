# a sample near two centres counts twice
# expect: share
def modes_covered(samples, centers, radius):
    near = torch.cdist(samples, centers) <= radius
    return int(near.any(0).sum()), near.sum().item() / len(samples)
