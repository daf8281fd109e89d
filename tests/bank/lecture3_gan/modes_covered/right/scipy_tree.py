# a KD-tree
def modes_covered(samples, centers, radius):
    from scipy.spatial import cKDTree
    distance, which = cKDTree(centers.detach().numpy()).query(samples.detach().numpy(), distance_upper_bound=radius)
    good = which < len(centers)
    from collections import namedtuple
    Coverage = namedtuple("Coverage", "n_modes quality")
    tree = cKDTree(samples.detach().numpy())
    n = sum(1 for c in centers.numpy() if tree.query_ball_point(c, radius))
    return Coverage(n, float(good.mean()))
