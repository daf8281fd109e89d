# on a copy
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    moved = z.clone()
    moved += alpha * (mean_to - mean_from)[None]
    return moved
