# loops
def modes_covered(samples, centers, radius):
    hit, good = set(), 0
    for x in samples:
        near = [k for k, c in enumerate(centers) if (x - c).norm() <= radius]
        hit.update(near)
        good += bool(near)
    return len(hit), good / len(samples)
