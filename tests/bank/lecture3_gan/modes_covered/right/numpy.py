# numpy
def modes_covered(samples, centers, radius):
    import numpy as np
    d = np.linalg.norm(samples.numpy()[:, None] - centers.numpy()[None], axis=2) <= radius
    return d.any(0).sum(), d.any(1).mean()
