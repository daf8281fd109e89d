# eps_uncond + w eps_cond
# expect: not taken off
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + w * eps_cond
