# python complex numbers and sets
def modes_covered(samples, centers, radius):
    points = [complex(*p) for p in samples.tolist()]
    spots = [complex(*c) for c in centers.tolist()]
    hit, good = set(), 0
    for p in points:
        near = {k for k, c in enumerate(spots) if abs(p - c) <= radius}
        hit |= near
        good += bool(near)
    return len(hit), good / max(1, len(points))
