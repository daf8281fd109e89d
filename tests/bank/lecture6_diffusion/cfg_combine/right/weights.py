# two weights
def cfg_combine(eps_cond, eps_uncond, w):
    return w * eps_cond + (1 - w) * eps_uncond
