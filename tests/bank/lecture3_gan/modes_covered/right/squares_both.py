# squares on both sides
def modes_covered(samples, centers, radius):
    d = (samples[:, None, :] - centers[None, :, :]).pow(2).sum(-1) <= radius * radius
    return (int(d.sum(0).clamp(max=1).sum()), int(d.sum(1).clamp(max=1).sum()) / samples.shape[0])
