# a weighted mean
# expect: weighted mean
def cfg_combine(eps_cond, eps_uncond, w):
    return (w * eps_cond + eps_uncond) / (1 + w)
