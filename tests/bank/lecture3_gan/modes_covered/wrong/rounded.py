# share rounded to 2 digits
# expect: rounded
def modes_covered(samples, centers, radius):
    near = torch.cdist(samples, centers) <= radius
    return int(near.any(0).sum()), round(near.any(1).float().mean().item(), 2)
