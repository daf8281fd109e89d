# w eps_cond
# expect: eps_uncond plays no part
def cfg_combine(eps_cond, eps_uncond, w):
    return w * eps_cond
