# rescaled, as for images
# expect: rescaled to the deviation
def cfg_combine(eps_cond, eps_uncond, w):
    e = eps_uncond + w * (eps_cond - eps_uncond)
    d = tuple(range(1, e.dim()))
    return e * (eps_cond.std(d, keepdim=True) / e.std(d, keepdim=True)) if w != 0 else e
