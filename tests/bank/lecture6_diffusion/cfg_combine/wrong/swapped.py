# the two are swapped
# expect: swapped
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_cond + w * (eps_uncond - eps_cond)
