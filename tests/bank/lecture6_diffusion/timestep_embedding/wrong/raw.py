# t itself
# expect: must stay bounded
def timestep_embedding(t, dim):
    half = dim // 2
    return t[:, None].float().expand(len(t), dim)
