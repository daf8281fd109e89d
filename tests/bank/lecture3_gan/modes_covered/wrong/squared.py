# squared distances
# expect: squared distance is compared
def modes_covered(samples, centers, radius):
    d = ((samples[:, None] - centers) ** 2).sum(2)
    return int((d <= radius).any(0).sum()), (d <= radius).any(1).float().mean().item()
