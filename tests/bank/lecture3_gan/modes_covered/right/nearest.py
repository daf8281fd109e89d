# the nearest centre and the radius
def modes_covered(samples, centers, radius):
    gap, place = torch.cdist(samples, centers).min(1)
    good = gap <= radius
    return int(place[good].unique().numel()), good.double().mean().item()
