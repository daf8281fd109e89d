# a tenth more than the radius
# expect: another limit than the radius
def modes_covered(samples, centers, radius):
    near = torch.cdist(samples, centers) < radius * 1.1
    return int(near.any(0).sum()), near.any(1).float().mean().item()
