# the nearest centre counts without a radius
# expect: without a look at the radius
def modes_covered(samples, centers, radius):
    d = torch.cdist(samples, centers)
    return len(set(d.argmin(1).tolist())), (d.amin(1) <= radius).float().mean().item()
